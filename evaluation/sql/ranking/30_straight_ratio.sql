-- The rules whose score is a straight line of the joined mark: 'mark', linear 'goalposts', 'step_deduction' without whole steps.

-- one row per item with such a rule: the score of a mark x, in the unit of its item, is 100 · (slope · x + shift) / span, where x
-- counts as no less than lowest and no more than highest, and the score is no less than floor (nulls: no such bound)
create or replace view straight_rule as
select item,
    case
        when rule = 'step_deduction' then if(better = 'lower', -points_per_step, points_per_step)
        else if(better = 'lower', -1, 1)
    end::hugeint as slope,
    case
        when rule = 'mark' then if(better = 'lower', full_mark, 0)
        when rule = 'goalposts' then if(better = 'lower', high, -low)
        else full_mark * step + if(better = 'lower', target, -target) * points_per_step
    end::hugeint as shift,
    case
        when rule = 'mark' then full_mark
        when rule = 'goalposts' then high - low
        else full_mark * step
    end as span,
    case when rule = 'goalposts' then low when rule = 'step_deduction' and better = 'lower' then target end as lowest,
    case when rule = 'goalposts' then high when rule = 'step_deduction' and better <> 'lower' then target end as highest,
    case when rule = 'step_deduction' then 0 end::hugeint as floor
from item
where is_straight;

-- one row per unit and item with such a rule: the score as p / q of 100 points, not yet rounded; q > 0. A bound that is null bounds
-- nothing: greatest() and least() pass over it.
create or replace macro straight_ratio(from_number, to_number) as table
select unit_position, item,
    greatest(slope * least(greatest(kept_sum, lowest * kept_count), highest * kept_count) + shift * kept_count, floor) as p,
    span * kept_count as q
from joined_mark(from_number, to_number)
join straight_rule using (item);
