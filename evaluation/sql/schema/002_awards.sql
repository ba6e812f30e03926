-- What people did with the list of an award: the way to 定稿, objections, lists kept for comparison.

-- one row per step of a list (moved, locked, correction, withdrawn); detail = the event's payload as JSON
create table award_step (
    position integer primary key,
    period varchar not null,
    award varchar not null,
    step varchar not null,
    detail varchar not null,
    actor varchar not null,
    done_at varchar not null
);

-- one row per objection; outcome '' = not settled yet
create table objection (
    objection integer primary key,
    period varchar not null,
    award varchar not null,
    raised_by varchar not null,
    raised_on varchar not null,
    what varchar not null,
    outcome varchar not null,
    actor varchar not null,
    done_at varchar not null
);

-- one row per list kept under a name; the latest of a name counts
create table saved_list (
    position integer primary key,
    period varchar not null,
    award varchar not null,
    name varchar not null,
    chosen varchar[] not null,
    actor varchar not null,
    done_at varchar not null
);
