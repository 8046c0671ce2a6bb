"""One message, many receivers: encode once per delivery profile, join once per room."""

from tertulia_core.broadcast.burst import Burst
from tertulia_core.broadcast.multiline import MultilineOutbound
from tertulia_core.broadcast.outbound import ExtendedJoin, Outbound
from tertulia_core.broadcast.outbox import Delivery, Outbox

__all__ = ["Burst", "Delivery", "ExtendedJoin", "MultilineOutbound", "Outbound", "Outbox"]
