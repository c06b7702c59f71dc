package io.yizhan.server.archive.memory;

import io.yizhan.identity.UserId;
import io.yizhan.server.archive.UserDirectory;
import io.yizhan.server.archive.UserDirectoryContract;

class MemoryUserDirectoryTest extends UserDirectoryContract {
    private final MemoryUserDirectory directory = new MemoryUserDirectory();

    @Override
    protected UserDirectory directory() {
        return directory;
    }

    @Override
    protected void register(UserId newcomer) {
        directory.add(newcomer);
    }
}
