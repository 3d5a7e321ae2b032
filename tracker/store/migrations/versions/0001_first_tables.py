"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
    op.create_table('commit_log',
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('actor', sa.String(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('content', sa.String(), nullable=False),
    sa.Column('prev_hash', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_commit_log'))
    )
    op.create_index(op.f('ix_commit_log_at'), 'commit_log', ['at'], unique=False)
    op.create_table('coverage',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('from_at', sa.BigInteger(), nullable=False),
    sa.Column('to_at', sa.BigInteger(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('recorded', sa.BigInteger(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('note', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coverage'))
    )
    op.create_index(op.f('ix_coverage_source_id_from_at'), 'coverage', ['source_id', 'from_at'], unique=False)
    op.create_table('destination',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('disabled_at', sa.BigInteger(), nullable=True),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('next_slot_at', sa.BigInteger(), nullable=False),
    sa.Column('checked_at', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_destination'))
    )
    op.create_table('lease',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('holder', sa.String(), nullable=False),
    sa.Column('gen', sa.Integer(), nullable=False),
    sa.Column('taken_at', sa.BigInteger(), nullable=False),
    sa.Column('until', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_lease'))
    )
    op.create_table('promise',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('owner', sa.String(), nullable=False),
    sa.Column('ver', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('line', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('scan_after', sa.Integer(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_promise'))
    )
    op.create_index(op.f('ix_promise_seq'), 'promise', ['seq'], unique=False)
    op.create_table('report',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(), nullable=False),
    sa.Column('ext_id', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report')),
    sa.UniqueConstraint('source', 'ext_id', name=op.f('uq_report_source_ext_id'))
    )
    op.create_index(op.f('ix_report_ext_id'), 'report', ['ext_id'], unique=False)
    op.create_table('rule_file',
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('good_hash', sa.String(), nullable=True),
    sa.Column('problems', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_rule_file'))
    )
    op.create_table('ruleset',
    sa.Column('ver', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('names', sa.String(), nullable=False),
    sa.PrimaryKeyConstraint('ver', name=op.f('pk_ruleset'))
    )
    op.create_table('source',
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('in_force', sa.Boolean(), nullable=False),
    sa.Column('etag', sa.String(), nullable=False),
    sa.Column('modified', sa.String(), nullable=False),
    sa.Column('cursor', sa.String(), nullable=False),
    sa.Column('last_success', sa.BigInteger(), nullable=True),
    sa.Column('last_attempt', sa.BigInteger(), nullable=True),
    sa.Column('next_poll_at', sa.BigInteger(), nullable=True),
    sa.Column('fails', sa.Integer(), nullable=False),
    sa.Column('last_error', sa.String(), nullable=False),
    sa.Column('hole', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_source'))
    )
    op.create_table('subscriber',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(), nullable=False),
    sa.Column('last_end', sa.BigInteger(), nullable=False),
    sa.Column('stopped_at', sa.BigInteger(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_subscriber')),
    sa.UniqueConstraint('address', name=op.f('uq_subscriber_address'))
    )
    op.create_table('collection',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.String(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('ok', sa.Boolean(), nullable=False),
    sa.Column('reports', sa.Integer(), nullable=False),
    sa.Column('problems', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['source_id'], ['source.id'], name=op.f('fk_collection_source_id_source')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_collection'))
    )
    op.create_index(op.f('ix_collection_source_id_at'), 'collection', ['source_id', 'at'], unique=False)
    op.create_table('evidence',
    sa.Column('promise_id', sa.String(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['promise_id'], ['promise.id'], name=op.f('fk_evidence_promise_id_promise')),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_evidence_report_id_report')),
    sa.PrimaryKeyConstraint('promise_id', 'report_id', name=op.f('pk_evidence')),
    sqlite_with_rowid=False
    )
    op.create_index(op.f('ix_evidence_report_id'), 'evidence', ['report_id'], unique=False)
    op.create_table('judged',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('promise_id', sa.String(), nullable=False),
    sa.Column('instance', sa.String(), nullable=False),
    sa.Column('reading', sa.String(), nullable=False),
    sa.Column('promise_ver', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=True),
    sa.Column('flags', sa.String(), nullable=False),
    sa.Column('since', sa.BigInteger(), nullable=True),
    sa.Column('judged_at', sa.BigInteger(), nullable=True),
    sa.Column('boundary_at', sa.BigInteger(), nullable=True),
    sa.Column('dirty_at', sa.BigInteger(), nullable=True),
    sa.Column('dirty_to', sa.BigInteger(), nullable=True),
    sa.Column('hold_until', sa.BigInteger(), nullable=True),
    sa.Column('next_check_at', sa.BigInteger(), nullable=True),
    sa.Column('touched', sa.Integer(), nullable=False),
    sa.Column('hears', sa.Boolean(), nullable=False),
    sa.Column('fails', sa.Integer(), nullable=False),
    sa.Column('error', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['promise_id'], ['promise.id'], name=op.f('fk_judged_promise_id_promise')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_judged')),
    sa.UniqueConstraint('promise_id', 'instance', 'reading', name=op.f('uq_judged_promise_id_instance_reading'))
    )
    op.create_index('ix_judged_hears', 'judged', ['hears'], unique=False, sqlite_where=sa.text('hears'), postgresql_where=sa.text('hears'))
    op.create_index('ix_judged_next_check_at', 'judged', ['next_check_at'], unique=False, sqlite_where=sa.text('next_check_at IS NOT NULL'), postgresql_where=sa.text('next_check_at IS NOT NULL'))
    op.create_index('ix_judged_status_since', 'judged', ['status', 'since'], unique=False)
    op.create_table('promise_ver',
    sa.Column('promise_id', sa.String(), nullable=False),
    sa.Column('ver', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('hash', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.Column('file', sa.String(), nullable=False),
    sa.Column('retired', sa.Boolean(), nullable=False),
    sa.Column('logged_by', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['promise_id'], ['promise.id'], name=op.f('fk_promise_ver_promise_id_promise')),
    sa.PrimaryKeyConstraint('promise_id', 'ver', name=op.f('pk_promise_ver'))
    )
    op.create_table('report_ver',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('recorded', sa.BigInteger(), nullable=False),
    sa.Column('published', sa.BigInteger(), nullable=False),
    sa.Column('stated', sa.BigInteger(), nullable=False),
    sa.Column('clamped', sa.Boolean(), nullable=False),
    sa.Column('body_hash', sa.String(), nullable=False),
    sa.Column('origin', sa.String(), nullable=True),
    sa.Column('reliability', sa.String(), nullable=True),
    sa.Column('credibility', sa.Integer(), nullable=True),
    sa.Column('language', sa.String(), nullable=True),
    sa.Column('by_hand', sa.Boolean(), nullable=False),
    sa.Column('tags', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_report_ver_report_id_report')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_ver')),
    sa.UniqueConstraint('report_id', 'n', name=op.f('uq_report_ver_report_id_n'))
    )
    op.create_index(op.f('ix_report_ver_seq'), 'report_ver', ['seq'], unique=False)
    op.create_table('fact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_ver_id', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('occ_from', sa.BigInteger(), nullable=False),
    sa.Column('occ_to', sa.BigInteger(), nullable=False),
    sa.Column('precision', sa.String(), nullable=False),
    sa.Column('nature', sa.String(), nullable=False),
    sa.Column('indicator', sa.String(), nullable=True),
    sa.Column('event', sa.String(), nullable=True),
    sa.Column('actor', sa.String(), nullable=True),
    sa.Column('target', sa.String(), nullable=True),
    sa.Column('place', sa.String(), nullable=True),
    sa.Column('number', sa.Float(), nullable=True),
    sa.Column('upper', sa.Float(), nullable=True),
    sa.Column('qualifier', sa.String(), nullable=True),
    sa.Column('unit', sa.String(), nullable=True),
    sa.Column('origin', sa.String(), nullable=True),
    sa.Column('code', sa.String(), nullable=True),
    sa.Column('note', sa.String(), nullable=False),
    sa.Column('date_assumed', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['report_ver_id'], ['report_ver.id'], name=op.f('fk_fact_report_ver_id_report_ver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_fact')),
    sa.UniqueConstraint('report_ver_id', 'n', name=op.f('uq_fact_report_ver_id_n'))
    )
    op.create_table('link',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('report_ver_id', sa.Integer(), nullable=False),
    sa.Column('report_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('to_ext', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['report_id'], ['report.id'], name=op.f('fk_link_report_id_report')),
    sa.ForeignKeyConstraint(['report_ver_id'], ['report_ver.id'], name=op.f('fk_link_report_ver_id_report_ver')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_link'))
    )
    op.create_index(op.f('ix_link_report_id'), 'link', ['report_id'], unique=False)
    op.create_index(op.f('ix_link_report_ver_id'), 'link', ['report_ver_id'], unique=False)
    op.create_index(op.f('ix_link_to_ext'), 'link', ['to_ext'], unique=False)
    op.create_table('report_text',
    sa.Column('report_ver_id', sa.Integer(), nullable=False),
    sa.Column('title', sa.String(), nullable=False),
    sa.Column('text', sa.String(), nullable=False),
    sa.Column('url', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['report_ver_id'], ['report_ver.id'], name=op.f('fk_report_text_report_ver_id_report_ver')),
    sa.PrimaryKeyConstraint('report_ver_id', name=op.f('pk_report_text'))
    )
    op.create_table('verdict',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('judged_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('old', sa.String(), nullable=True),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('flags', sa.String(), nullable=False),
    sa.Column('reason_code', sa.String(), nullable=False),
    sa.Column('reason', sa.String(), nullable=False),
    sa.Column('deciding', sa.String(), nullable=False),
    sa.Column('promise_ver', sa.Integer(), nullable=False),
    sa.Column('cause', sa.String(), nullable=False),
    sa.Column('body', sa.String(), nullable=False),
    sa.ForeignKeyConstraint(['judged_id'], ['judged.id'], name=op.f('fk_verdict_judged_id_judged')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verdict'))
    )
    op.create_index(op.f('ix_verdict_judged_id_seq_status'), 'verdict', ['judged_id', 'seq', 'status'], unique=False)
    op.create_index(op.f('ix_verdict_seq'), 'verdict', ['seq'], unique=False)
    op.create_table('episode',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('judged_id', sa.Integer(), nullable=False),
    sa.Column('opened_verdict', sa.Integer(), nullable=False),
    sa.Column('closed_verdict', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['closed_verdict'], ['verdict.id'], name=op.f('fk_episode_closed_verdict_verdict')),
    sa.ForeignKeyConstraint(['judged_id'], ['judged.id'], name=op.f('fk_episode_judged_id_judged')),
    sa.ForeignKeyConstraint(['opened_verdict'], ['verdict.id'], name=op.f('fk_episode_opened_verdict_verdict')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_episode'))
    )
    op.create_index('uq_episode_open', 'episode', ['judged_id'], unique=True, sqlite_where=sa.text('closed_verdict IS NULL'), postgresql_where=sa.text('closed_verdict IS NULL'))
    op.create_table('alert',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('verdict_id', sa.Integer(), nullable=False),
    sa.Column('episode_id', sa.Integer(), nullable=True),
    sa.Column('why', sa.String(), nullable=False),
    sa.Column('reminder', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], name=op.f('fk_alert_episode_id_episode')),
    sa.ForeignKeyConstraint(['verdict_id'], ['verdict.id'], name=op.f('fk_alert_verdict_id_verdict')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_alert')),
    sa.UniqueConstraint('verdict_id', 'why', 'reminder', name=op.f('uq_alert_verdict_id_why_reminder'))
    )
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('delivery_id', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('destination', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('dedupe', sa.String(), nullable=False),
    sa.Column('episode_id', sa.Integer(), nullable=True),
    sa.Column('created', sa.BigInteger(), nullable=False),
    sa.Column('payload', sa.String(), nullable=False),
    sa.Column('payload_hash', sa.String(), nullable=False),
    sa.Column('state', sa.String(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('lookups', sa.Integer(), nullable=False),
    sa.Column('maybe_repeated', sa.Boolean(), nullable=False),
    sa.Column('not_before', sa.BigInteger(), nullable=False),
    sa.Column('claim_by', sa.String(), nullable=False),
    sa.Column('claim_gen', sa.Integer(), nullable=False),
    sa.Column('claim_until', sa.BigInteger(), nullable=True),
    sa.Column('sent_at', sa.BigInteger(), nullable=True),
    sa.Column('last_error', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], name=op.f('fk_outbox_episode_id_episode')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('dedupe', name=op.f('uq_outbox_dedupe')),
    sa.UniqueConstraint('delivery_id', name=op.f('uq_outbox_delivery_id'))
    )
    op.create_index('ix_outbox_claimed', 'outbox', ['claim_until'], unique=False, sqlite_where=sa.text("state = 'claimed'"), postgresql_where=sa.text("state = 'claimed'"))
    op.create_index('ix_outbox_episode', 'outbox', ['episode_id', 'destination'], unique=False)
    op.create_index('ix_outbox_waiting', 'outbox', ['destination', 'not_before'], unique=False, sqlite_where=sa.text("state IN ('pending', 'retry', 'ambiguous')"), postgresql_where=sa.text("state IN ('pending', 'retry', 'ambiguous')"))
    op.create_table('thread',
    sa.Column('episode_id', sa.Integer(), nullable=False),
    sa.Column('destination', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('channel', sa.String(), nullable=False),
    sa.Column('message', sa.String(), nullable=False),
    sa.Column('shown_hash', sa.String(), nullable=False),
    sa.Column('wanted', sa.String(), nullable=False),
    sa.Column('wanted_hash', sa.String(), nullable=False),
    sa.Column('edit_after', sa.BigInteger(), nullable=False),
    sa.Column('edit_fails', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['episode_id'], ['episode.id'], name=op.f('fk_thread_episode_id_episode')),
    sa.PrimaryKeyConstraint('episode_id', 'destination', 'recipient', name=op.f('pk_thread'))
    )
    op.create_index('ix_thread_stale', 'thread', ['edit_after'], unique=False, sqlite_where=sa.text('wanted_hash <> shown_hash'), postgresql_where=sa.text('wanted_hash <> shown_hash'))
    op.create_table('attempt',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('started', sa.BigInteger(), nullable=False),
    sa.Column('ended', sa.BigInteger(), nullable=True),
    sa.Column('outcome', sa.String(), nullable=False),
    sa.Column('answer', sa.String(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_attempt_outbox_id_outbox')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attempt')),
    sa.UniqueConstraint('outbox_id', 'n', name=op.f('uq_attempt_outbox_id_n'))
    )
    op.create_table('digest',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subscriber_id', sa.Integer(), nullable=False),
    sa.Column('start_at', sa.BigInteger(), nullable=False),
    sa.Column('end_at', sa.BigInteger(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.Column('seq', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_digest_outbox_id_outbox')),
    sa.ForeignKeyConstraint(['subscriber_id'], ['subscriber.id'], name=op.f('fk_digest_subscriber_id_subscriber')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_digest')),
    sa.UniqueConstraint('subscriber_id', 'start_at', name=op.f('uq_digest_subscriber_id_start_at'))
    )
    op.create_table('outbox_alert',
    sa.Column('alert_id', sa.Integer(), nullable=False),
    sa.Column('destination', sa.String(), nullable=False),
    sa.Column('recipient', sa.String(), nullable=False),
    sa.Column('outbox_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['alert.id'], name=op.f('fk_outbox_alert_alert_id_alert')),
    sa.ForeignKeyConstraint(['outbox_id'], ['outbox.id'], name=op.f('fk_outbox_alert_outbox_id_outbox')),
    sa.PrimaryKeyConstraint('alert_id', 'destination', 'recipient', name=op.f('pk_outbox_alert'))
    )
    op.create_index(op.f('ix_outbox_alert_outbox_id'), 'outbox_alert', ['outbox_id'], unique=False)


def downgrade() -> None:
    """Drop every table."""
    op.drop_index(op.f('ix_outbox_alert_outbox_id'), table_name='outbox_alert')
    op.drop_table('outbox_alert')
    op.drop_table('digest')
    op.drop_table('attempt')
    op.drop_index('ix_thread_stale', table_name='thread', sqlite_where=sa.text('wanted_hash <> shown_hash'), postgresql_where=sa.text('wanted_hash <> shown_hash'))
    op.drop_table('thread')
    op.drop_index('ix_outbox_waiting', table_name='outbox', sqlite_where=sa.text("state IN ('pending', 'retry', 'ambiguous')"), postgresql_where=sa.text("state IN ('pending', 'retry', 'ambiguous')"))
    op.drop_index('ix_outbox_episode', table_name='outbox')
    op.drop_index('ix_outbox_claimed', table_name='outbox', sqlite_where=sa.text("state = 'claimed'"), postgresql_where=sa.text("state = 'claimed'"))
    op.drop_table('outbox')
    op.drop_table('alert')
    op.drop_index('uq_episode_open', table_name='episode', sqlite_where=sa.text('closed_verdict IS NULL'), postgresql_where=sa.text('closed_verdict IS NULL'))
    op.drop_table('episode')
    op.drop_index(op.f('ix_verdict_seq'), table_name='verdict')
    op.drop_index(op.f('ix_verdict_judged_id_seq_status'), table_name='verdict')
    op.drop_table('verdict')
    op.drop_table('report_text')
    op.drop_index(op.f('ix_link_to_ext'), table_name='link')
    op.drop_index(op.f('ix_link_report_ver_id'), table_name='link')
    op.drop_index(op.f('ix_link_report_id'), table_name='link')
    op.drop_table('link')
    op.drop_table('fact')
    op.drop_index(op.f('ix_report_ver_seq'), table_name='report_ver')
    op.drop_table('report_ver')
    op.drop_table('promise_ver')
    op.drop_index('ix_judged_status_since', table_name='judged')
    op.drop_index('ix_judged_next_check_at', table_name='judged', sqlite_where=sa.text('next_check_at IS NOT NULL'), postgresql_where=sa.text('next_check_at IS NOT NULL'))
    op.drop_index('ix_judged_hears', table_name='judged', sqlite_where=sa.text('hears'), postgresql_where=sa.text('hears'))
    op.drop_table('judged')
    op.drop_index(op.f('ix_evidence_report_id'), table_name='evidence')
    op.drop_table('evidence')
    op.drop_index(op.f('ix_collection_source_id_at'), table_name='collection')
    op.drop_table('collection')
    op.drop_table('subscriber')
    op.drop_table('source')
    op.drop_table('ruleset')
    op.drop_table('rule_file')
    op.drop_index(op.f('ix_report_ext_id'), table_name='report')
    op.drop_table('report')
    op.drop_index(op.f('ix_promise_seq'), table_name='promise')
    op.drop_table('promise')
    op.drop_table('lease')
    op.drop_table('destination')
    op.drop_index(op.f('ix_coverage_source_id_from_at'), table_name='coverage')
    op.drop_table('coverage')
    op.drop_index(op.f('ix_commit_log_at'), table_name='commit_log')
    op.drop_table('commit_log')
