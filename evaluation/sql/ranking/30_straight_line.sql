-- The rules whose score is a straight line of the joined mark: 'mark', linear 'goalposts', 'step_deduction' without whole steps.

-- one row per item; with such a rule the score of a mark x, in the unit of its item, is 100 · (slope · x + shift) / span, unless x lies
-- where straight_rule bounds it
create or replace view straight_item as
select *,
    case
        when rule = 'step_deduction' then if(better = 'lower', -points_per_step, points_per_step)
        when is_straight then if(better = 'lower', -1, 1)
    end::hugeint as slope,
    case
        when rule = 'mark' then if(better = 'lower', full_mark, 0)
        when rule = 'goalposts' then if(better = 'lower', high, -low)
        when is_straight then full_mark * step + if(better = 'lower', target, -target) * points_per_step
    end::hugeint as shift,
    case
        when rule = 'mark' then full_mark
        when rule = 'goalposts' then high - low
        when is_straight then full_mark * step
    end as span
from ruled_item;

-- one row per item. Where every level is rounded, the score of a straight line in steps is (times · kept_sum + plus · kept_count)
-- // (over · kept_count), and no less than 0 and no more than the ceiling where there is one: bounds of the mark are bounds of the score.
-- is_short says that all of these, and the score times its weight, fit a BIGINT whatever the marks, which are below 10^8 (2 % are left for
-- the doubles that this is found with). Arithmetic is then several times as fast as with HUGEINT; what isn't short goes by way of
-- other_score, as exactly.
create or replace view computed_item as
with measured as (
    select *, rounding = 'each_level' and is_straight and (raters = 'mean' or scopes = 1) as may_be_short,
        200 * power_of_ten(decimals) as twice_hundred, 10::double ** (8 + places) as largest
    from straight_item, scheme_option
),
bounded as (
    select *,
        twice_hundred::double * (abs(slope)::double * largest + abs(shift)::double) + span::double as times_largest
    from measured
),
judged as (
    select *,
        may_be_short and times_largest * scopes < 9e18 and 2 * span::double * scopes < 9e18
            and times_largest / span::double * weight < 9e18 as is_short
    from bounded
)
select * exclude (decimals, rounding, aggregation, missing, raters, ties, veto, tie_break, bonus_cap, deduction_cap,
        scopes, may_be_short, twice_hundred, largest, times_largest),
    if(is_short, twice_hundred * slope, null)::bigint as times,
    if(is_short, twice_hundred * shift + span, null)::bigint as plus,
    if(is_short, 2 * span, null)::bigint as over,
    if(is_short and rule <> 'mark', twice_hundred // 2, null)::bigint as ceiling
from judged;

-- one row per unit, strangers to the roster included, and short item with marks: its score in steps. A scope that stands alone gives the
-- joined mark as it is. Of many units some may be asked for at a time, by their numbers.
create or replace macro short_score(from_number, to_number, from_unit := 0, to_unit := 2147483647) as table
with short_scope as not materialized (
    select scope, factor, joining, item, aspect_item, weight, times, plus, over, ceiling
    from joined_scope
    join item using (item)
    where joined_scope.is_short and joined_scope.period_number between from_number and to_number
),
joined as (
    select unit_number, item, sum(mark::bigint * factor)::bigint as kept_sum, count(*) as kept_count
    from scope_mark
    join short_scope using (scope)
    anti join superseded using (scope, unit_number)
    where joining = 'mean' and unit_number between from_unit and to_unit
    group by unit_number, item
),
scored as (
    select unit_number, item, aspect_item, weight, ceiling, (times * (mark::bigint * factor) + plus) // over as score
    from scope_mark
    join short_scope using (scope)
    where joining = 'alone' and unit_number between from_unit and to_unit
    union all
    select unit_number, item, aspect_item, weight, ceiling, (times * kept_sum + plus * kept_count) // (over * kept_count)
    from joined
    join item using (item)
)
select unit_number, item, aspect_item, weight, if(ceiling is null, score, least(greatest(score, 0), ceiling)) as score
from scored;

-- one row per item with a straight line: the bounds of the mark and of the score as a share of 1 (nulls: no such bound)
create or replace view straight_rule as
select item, slope, shift, span,
    case when rule = 'goalposts' then low when rule = 'step_deduction' and better = 'lower' then target end as lowest,
    case when rule = 'goalposts' then high when rule = 'step_deduction' and better <> 'lower' then target end as highest,
    case when rule = 'step_deduction' then 0 end::hugeint as floor
from item
where is_straight;

-- one row per unit and item with such a rule (or, on request, only those that aren't short): the score as p / q of 100 points, not yet
-- rounded; q > 0. A bound that is null bounds nothing: greatest() and least() pass over it.
create or replace macro straight_ratio(from_number, to_number, only_others) as table
select unit_position, item,
    greatest(slope * least(greatest(kept_sum, lowest * kept_count), highest * kept_count) + shift * kept_count, floor) as p,
    span * kept_count as q
from joined_mark(from_number, to_number, only_others)
join straight_rule using (item);
