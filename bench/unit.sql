-- The plain statements whose numbers a supervisor's page shows, of one unit.

SELECT y.assigned_worker_id, d.clock, count(*), count(*) FILTER (WHERE d.due_at < now()), min(d.due_at)
    FROM duties_duty d JOIN youth_youth y ON y.id = d.youth_id JOIN accounts_user u ON u.id = y.assigned_worker_id
    WHERE u.unit_id = %(unit)s AND d.done_at IS NULL AND d.not_applicable_at IS NULL
    GROUP BY y.assigned_worker_id, d.clock;

SELECT s.started_by_id, count(*) FROM screening_screening s JOIN accounts_user u ON u.id = s.started_by_id
    WHERE u.unit_id = %(unit)s AND s.status = 'draft'
    GROUP BY s.started_by_id;

SELECT r.opened_by_id, count(*) FROM referrals_referral r JOIN accounts_user u ON u.id = r.opened_by_id
    WHERE u.unit_id = %(unit)s AND r.ended_at IS NULL
    GROUP BY r.opened_by_id;
