package io.yizhan.server.delivery;

import io.yizhan.server.archive.memory.MemoryGroupStore;
import io.yizhan.server.audience.GroupPorts;
import io.yizhan.server.state.ArchivedMembers;
import io.yizhan.server.state.GroupDirectory;
import io.yizhan.server.state.memory.MemoryGroupDirectory;
import java.time.Clock;

/** For tests in which nobody has a group. */
public final class NoGroups {
    private NoGroups() {}

    public static GroupPorts ports() {
        Clock clock = Clock.systemUTC();
        return new GroupPorts(
                new MemoryGroupDirectory(clock, ArchivedMembers.NONE, GroupDirectory.TIMES),
                new MemoryGroupStore(clock));
    }
}
