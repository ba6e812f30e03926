-- What the journal implies, as tables. Derived: the file may be deleted at any time and is rebuilt from the journal.

-- one row: how far along the journal these tables are
create table journal_state (position integer not null, hash varchar not null);

-- one row per unit of the roster; group_position = that of its group's first unit, which puts the groups in roster order;
-- unit_number = what marks know it by (numbered_unit)
create table unit (
    unit varchar primary key,
    group_name varchar not null,
    aliases varchar[] not null,
    position integer not null,
    tags varchar[] not null,
    group_position integer not null,
    unit_number integer not null
);

-- one row per name that a unit of some roster ever bore: unit = for whom what is stored of it counts, which need not be in the roster any
-- more; rosters = positions of the rosters that had a unit of this name
create table unit_name (name varchar not null, unit varchar not null, rosters integer[] not null);

-- one row: the scheme's options
create table scheme_option (
    decimals integer not null,
    rounding varchar not null,
    aggregation varchar not null,
    missing varchar not null,
    raters varchar not null,
    ties varchar not null,
    veto varchar not null,
    tie_break varchar[] not null,
    bonus_cap decimal(20, 12),
    deduction_cap decimal(20, 12)
);

-- one row per dimension, its weight as the scheme writes it
create table dimension (dimension varchar primary key, position integer not null, written_weight decimal(20, 12) not null);

-- one row per aspect; a dimension without aspects has one, named ''
-- weights of siblings, here and below, are coprime whole numbers of the scheme's proportions, so that sums stay exact
create table aspect (
    dimension varchar not null,
    aspect varchar not null,
    position integer not null,
    weight hugeint not null,
    primary key (dimension, aspect)
);

-- one row per indicator; places = most decimal places among its parameters
create table indicator (
    indicator varchar primary key,
    dimension varchar not null,
    aspect varchar not null,
    position integer not null,
    weight hugeint not null,
    rule varchar not null,
    better varchar not null,
    scale varchar not null,
    whole_steps boolean not null,
    full_mark decimal(20, 12),
    low decimal(20, 12),
    high decimal(20, 12),
    target decimal(20, 12),
    step decimal(20, 12),
    points_per_step decimal(20, 12),
    points decimal(20, 12)[],
    places integer not null
);

-- one row per part of a year and period of it: weight = the part's, a whole number; label = 年终, 第1季度, 3月 …
create table period_part (
    part varchar not null,
    position integer not null,
    weight hugeint not null,
    label varchar primary key,
    label_position integer not null
);

-- one row per period that is ranked, in order of time: those with marks, and years made up of parts with marks;
-- previous = the period of the same kind before it; is_whole = there are marks in all that it is made of
create table period (period varchar primary key, position integer not null, previous varchar, is_whole boolean not null);

-- one row per ranked period and period whose scores enter its: itself as the part '', or for a year its parts, with or without marks.
-- prefix = what stands before an indicator that lacks there
create table period_source (
    period varchar not null,
    part varchar not null,
    part_position integer not null,
    part_weight hugeint not null,
    source varchar not null,
    source_position integer not null,
    label varchar not null,
    prefix varchar not null
);

-- one row per file or worksheet taken in; import = position of its event; active = not undone
create table import (
    import integer primary key,
    kind varchar not null,
    file varchar not null,
    sheet varchar not null,
    sha256 varchar not null,
    actor varchar not null,
    done_at varchar not null,
    active boolean not null
);

-- one row per roster taken in from a file; import = position of its event, units = how many it has
create table roster_import (
    import integer not null,
    file varchar not null,
    actor varchar not null,
    done_at varchar not null,
    units integer not null
);

-- one row per name of a unit that rosters or marks ever bore, numbered in the order in which they were met: a number stays what it is,
-- whatever becomes of the roster
create table numbered_unit (unit varchar not null, unit_number integer not null);

-- one row per import, period, indicator and rater with marks, numbered in the order in which they came; places = most decimal places
-- among its marks. (Within an import a unit has one such mark at most: a sheet that gives the same mark twice isn't taken in.)
create table import_scope (
    scope integer not null,
    import integer not null,
    period varchar not null,
    indicator varchar not null,
    rater varchar not null,
    places integer not null
);

-- one row per scope and unit with an accepted cell: mark = a whole number of 10^-places of its scope. With names it is imported_mark.
create table scope_mark (
    scope integer not null,
    unit_number integer not null,
    mark hugeint not null,
    row integer not null,
    "column" varchar not null,
    found varchar not null,
    note varchar not null
);

-- one row per scope and unit whose mark counts for another one, because the unit was renamed: scope_mark has it under to_number
create table carried_mark (scope integer not null, from_number integer not null, to_number integer not null);

-- one row per import and thing that a person settled about it (a cell rewritten, a name, a column, a mark set aside …)
create table settled (
    import integer not null,
    nth integer not null,
    kind varchar not null,
    place varchar not null,
    found varchar not null,
    settled varchar not null
);

-- one row per sender, kind (unit, indicator, column) and text: what a person said that it means in that sender's sheets
-- no key: DuckDB refuses a row that was deleted in the same transaction
create table remembered_name (
    sender varchar not null,
    kind varchar not null,
    found varchar not null,
    name varchar not null,
    meaning varchar not null,
    rater varchar not null,
    actor varchar not null,
    done_at varchar not null,
    position integer not null
);

-- one row per import and line; nth tells lines of equal unit and reason apart
create table imported_adjustment (
    import integer not null,
    line integer not null,
    period varchar not null,
    unit varchar not null,
    points decimal(20, 12) not null,
    reason varchar not null,
    nth integer not null
);

-- one row per import and line; nth tells lines of equal unit and reason apart
create table imported_veto (
    import integer not null,
    line integer not null,
    period varchar not null,
    unit varchar not null,
    reason varchar not null,
    happened_on varchar not null,
    nth integer not null
);

-- one row per decision ever taken about a unit and an award; the latest one counts
create table decision_event (
    position integer primary key,
    period varchar not null,
    award varchar not null,
    unit varchar not null,
    choice varchar not null,
    reason varchar not null,
    note varchar not null,
    actor varchar not null,
    done_at varchar not null
);

-- one row: the scheme as its event holds it; version counts the schemes set so far, from 1
create table scheme_text (version integer not null, toml varchar not null);

-- Kept per data version, because planning the views costs more than computing them, and because they are read at every moved weight.
-- Units, indicators and dimensions go by their positions there, periods by their number; the views whose names begin with unit_ show
-- the same with names. A score is counted in the scheme's steps (macro score_places).

-- one row per period that marks or a ranked year name, and the number it goes by, in order of time
create table period_number (period varchar not null, period_number integer not null);

-- one row per item, which is an indicator in a period with marks in force: 1 / 10^places is a unit in which its marks and parameters are
-- whole numbers, and these parameters in that unit. is_short: its score is a straight line of the joined mark, and every number on the
-- way there fits a BIGINT. slope to ceiling: that line (30_straight_line.sql), times to ceiling null where it isn't short
create table item (
    item integer not null,
    period_number integer not null,
    indicator varchar not null,
    rule varchar not null,
    better varchar not null,
    scale varchar not null,
    whole_steps boolean not null,
    is_relative boolean not null,
    is_straight boolean not null,
    places integer not null,
    full_mark hugeint,
    low hugeint,
    high hugeint,
    target hugeint,
    step hugeint,
    points_per_step hugeint,
    points hugeint[],
    aspect_item integer not null,
    weight bigint not null,
    slope hugeint,
    shift hugeint,
    span hugeint,
    is_short boolean not null,
    times bigint,
    plus bigint,
    over bigint,
    ceiling bigint
);

-- one row per scope in force whose indicator the scheme has. factor: what brings its marks to the unit of its item;
-- joining: how a unit's marks become one: 'alone' where there can't be a second, else by the scheme's rater rule, 'mean' or 'sorted'
create table joined_scope (
    scope integer not null,
    period_number integer not null,
    item integer not null,
    factor bigint not null,
    joining varchar not null,
    is_short boolean not null
);

-- one row per scope and unit with a mark in force in whose place a later import has another
create table superseded (scope integer not null, unit_number integer not null);

-- one row per unit and item with a mark that isn't short
create table other_score (unit_position integer not null, item integer not null, score hugeint);

-- one row per period that enters a ranked one, unit of the roster and dimension; score: null = incomplete; present = how many of its
-- indicators have a mark, or a score in place of one
create table source_score (
    period_number integer not null,
    unit_position integer not null,
    dimension_position integer not null,
    score hugeint,
    present integer not null
);

-- one row per year made up of parts, unit of the roster and dimension
create table year_score (
    period_number integer not null,
    unit_position integer not null,
    dimension_position integer not null,
    score hugeint
);

-- one row per period that enters a ranked one, unit of the roster and indicator without a mark; score: what the scheme has a blank
-- count for there, null = nothing
create table gap (
    period_number integer not null,
    unit_position integer not null,
    indicator_position integer not null,
    score hugeint
);

-- one row per ranked period and unit of the roster with adjustments or vetoes; adjustment = a whole number of 10^-12 points
create table correction (
    period_number integer not null,
    unit_position integer not null,
    adjustment hugeint not null,
    is_vetoed boolean not null
);

-- one row per ranked period and unit of the roster: everything about a unit's total that weights and aggregation leave alone
create table before_weights (
    period varchar not null,
    period_number integer not null,
    unit_position integer not null,
    group_position integer not null,
    scores hugeint[] not null,
    tie_break_scores hugeint[],
    is_complete boolean not null,
    adjustment hugeint not null,
    is_unranked boolean not null,
    decimals integer not null,
    is_dense boolean not null,
    step hugeint not null,
    slack integer not null
);
