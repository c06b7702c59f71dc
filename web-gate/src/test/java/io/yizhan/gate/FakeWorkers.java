package io.yizhan.gate;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The workers that a test has registered; closed after it, which may be done again. */
final class FakeWorkers implements AutoCloseable {
    private final String zookeeper;
    private final List<FakeWorker> registered = new CopyOnWriteArrayList<>();

    FakeWorkers(String zookeeper) {
        this.zookeeper = zookeeper;
    }

    /** @param balance its sessions, by its own account */
    FakeWorker register(int port, int balance) throws Exception {
        FakeWorker worker = FakeWorker.register(zookeeper, port, balance);
        registered.add(worker);
        return worker;
    }

    /** The ids of all but one. */
    List<Long> others(FakeWorker worker) {
        return registered.stream()
                .map(FakeWorker::id)
                .filter(id -> id != worker.id())
                .toList();
    }

    @Override
    public void close() {
        registered.forEach(FakeWorker::close);
    }
}
