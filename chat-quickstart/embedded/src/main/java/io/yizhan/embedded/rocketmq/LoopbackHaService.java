package io.yizhan.embedded.rocketmq;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.apache.rocketmq.store.DefaultMessageStore;
import org.apache.rocketmq.store.config.MessageStoreConfig;
import org.apache.rocketmq.store.ha.DefaultHAService;
import org.apache.rocketmq.store.ha.HAConnection;

/**
 * The broker's replication without its listener, which would wait for replicas on all addresses of the machine; there
 * are none. RocketMQ finds this class by name in {@code META-INF/service}.
 */
public final class LoopbackHaService extends DefaultHAService {

    @Override
    public void init(DefaultMessageStore store) throws IOException {
        super.init(store);
        acceptSocketService = new Deaf(store.getMessageStoreConfig());
    }

    private final class Deaf extends AcceptSocketService {

        private Deaf(MessageStoreConfig config) {
            super(config);
        }

        @Override
        public void beginAccept() {
            // Listens nowhere.
        }

        @Override
        public void start() {
            // No thread either.
        }

        @Override
        public void run() {
            // Never started.
        }

        @Override
        public void shutdown(boolean interrupt) {
            // Nothing was opened.
        }

        @Override
        protected HAConnection createConnection(SocketChannel channel) throws IOException {
            throw new IOException("no replica is expected: " + channel);
        }

        @Override
        public String getServiceName() {
            return "no-replicas";
        }
    }
}
