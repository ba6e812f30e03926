-- one row per saved line of a 整改清单; the lines of the latest position count for a period and group
create table rectification (
    position integer not null,
    line integer not null,
    period varchar not null,
    group_name varchar not null,
    unit varchar not null,
    post varchar not null,
    person varchar not null,
    duty varchar not null,
    deadline varchar not null,
    demand varchar not null,
    actor varchar not null,
    done_at varchar not null
);
