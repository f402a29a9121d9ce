"""The outbox: letters written in the transaction of the act they tell about, sent by the worker. Knows no cases."""
