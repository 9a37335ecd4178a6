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

SELECT y.assigned_worker_id, count(*) FROM youth_youth y JOIN accounts_user u ON u.id = y.assigned_worker_id
    WHERE u.unit_id = %(unit)s
    GROUP BY y.assigned_worker_id;

SELECT d.action, d.clock, count(*), count(*) FILTER (WHERE d.done_at > d.due_at)
    FROM duties_duty d JOIN youth_youth y ON y.id = d.youth_id JOIN accounts_user u ON u.id = y.assigned_worker_id
    WHERE u.unit_id = %(unit)s AND d.done_at >= now() - interval '30 days' AND d.clock <> ''
    GROUP BY d.action, d.clock;

SELECT d.clock, d.due_at, y.assigned_worker_id FROM duties_duty d JOIN youth_youth y ON y.id = d.youth_id
    JOIN accounts_user u ON u.id = y.assigned_worker_id
    WHERE u.unit_id = %(unit)s AND d.done_at IS NULL AND d.not_applicable_at IS NULL AND d.due_at < now()
    ORDER BY d.due_at LIMIT 20;

SELECT a.user_id, max(a.ends_at) FROM accounts_absence a JOIN accounts_user u ON u.id = a.user_id
    WHERE u.unit_id = %(unit)s AND a.starts_at <= now() AND a.ends_at > now()
    GROUP BY a.user_id;

SELECT count(*) FROM screening_lowering l JOIN youth_youth y ON y.id = l.youth_id
    JOIN accounts_user u ON u.id = y.assigned_worker_id
    WHERE u.unit_id = %(unit)s AND l.settled_at IS NULL;

SELECT e.actor, count(DISTINCT e.youth) FROM audit_entry e JOIN accounts_user u ON u.id = e.actor
    JOIN referrals_referral r ON r.youth_id = e.youth AND r.level = '4'
    WHERE u.unit_id = %(unit)s AND e.action IN ('referral.view', 'screening.view') AND e.at >= now() - interval '7 days'
    GROUP BY e.actor;
