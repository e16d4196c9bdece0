"""Alembic's environment: it works on the connection that the register hands over."""

from alembic import context

from compliance.register.tables import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, transactional_ddl=True)
with context.begin_transaction():
    context.run_migrations()
