package io.yizhan.server.archive.memory;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.Relation;
import io.yizhan.server.archive.RelationDirectory;
import io.yizhan.server.archive.RelationDirectoryContract;

class MemoryRelationDirectoryTest extends RelationDirectoryContract {
    private final MemoryRelationDirectory directory = new MemoryRelationDirectory();

    @Override
    protected RelationDirectory directory() {
        return directory;
    }

    @Override
    protected void block(UserId user, UserId other) {
        directory.set(user, other, new Relation(true, false));
    }

    @Override
    protected void befriend(UserId asking, UserId other, boolean accepted) {
        directory.set(asking, other, new Relation(false, accepted));
        directory.set(other, asking, new Relation(false, accepted));
    }
}
