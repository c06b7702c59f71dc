package io.yizhan.server.audience;

import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.state.GroupDirectory;

/** What the way of a group's message needs from outside the process; both are safe from any thread. */
public record GroupPorts(GroupDirectory directory, GroupStore store) {}
