package io.yizhan.server;

import io.yizhan.server.state.HolderLiveness;
import io.yizhan.server.state.PresenceBoard;

/** What tells who is there, and which of it to believe. */
record WhoIsThere(PresenceBoard board, HolderLiveness liveness) {}
