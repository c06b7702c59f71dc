package io.yizhan.client.fake;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A gate and some workers on loopback, all in this process. */
public final class FakeCluster implements AutoCloseable {
    private final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final FakeChat chat = new FakeChat();
    private final List<FakeWorker> workers = new CopyOnWriteArrayList<>();
    private final FakeGate gate = new FakeGate(workers);

    public FakeCluster(int workerCount) {
        for (int id = 0; id < workerCount; id++) {
            workers.add(new FakeWorker(id, chat, loops));
        }
    }

    public FakeChat chat() {
        return chat;
    }

    public FakeGate gate() {
        return gate;
    }

    public FakeWorker worker(int index) {
        return workers.get(index);
    }

    @Override
    public void close() {
        gate.stop();
        workers.forEach(FakeWorker::stop);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
