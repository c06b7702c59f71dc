package io.yizhan.server;

import io.yizhan.server.archive.GroupRegister;
import io.yizhan.server.archive.GroupStore;
import io.yizhan.server.state.GroupDirectory;

/** What groups stand on. */
record GroupBacking(GroupStore store, GroupRegister register, GroupDirectory directory) {}
