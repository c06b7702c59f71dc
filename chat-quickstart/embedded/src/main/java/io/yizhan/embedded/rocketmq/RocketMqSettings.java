package io.yizhan.embedded.rocketmq;

import java.nio.file.Path;
import org.apache.rocketmq.auth.authentication.provider.DefaultAuthenticationProvider;
import org.apache.rocketmq.auth.authentication.provider.LocalAuthenticationMetadataProvider;
import org.apache.rocketmq.auth.authorization.provider.DefaultAuthorizationProvider;
import org.apache.rocketmq.auth.authorization.provider.LocalAuthorizationMetadataProvider;
import org.apache.rocketmq.auth.config.AuthConfig;
import org.apache.rocketmq.common.BrokerConfig;
import org.apache.rocketmq.common.MixAll;
import org.apache.rocketmq.common.namesrv.NamesrvConfig;
import org.apache.rocketmq.remoting.netty.NettyClientConfig;
import org.apache.rocketmq.remoting.netty.NettyServerConfig;
import org.apache.rocketmq.store.config.FlushDiskType;
import org.apache.rocketmq.store.config.MessageStoreConfig;
import org.jspecify.annotations.Nullable;

/** RocketMQ's settings for one small machine: loopback, few threads, small files. */
record RocketMqSettings(Path home, int nameServerPort, int brokerPort, boolean flushBeforeAnswer, String admin) {

    private static final String LOOPBACK = "127.0.0.1";
    private static final String BROKER = "broker-a";
    private static final int MEGABYTE = 1024 * 1024;
    /**
     * Five heartbeats of a worker's consumer; looked at every 10 s. A worker that hangs keeps its queues that long; so
     * does one that was killed, if its last heartbeat was still waiting in the broker when its connection closed.
     */
    private static final long CONSUMER_GONE_MS = 10_000;

    /** Until this has passed once, 3 s by default, a thread of the broker asks for the time in a tight loop. */
    private static final long METRICS_MS = 250;

    String nameServerAddress() {
        return LOOPBACK + ":" + nameServerPort;
    }

    NamesrvConfig nameServer() {
        NamesrvConfig config = new NamesrvConfig();
        config.setRocketmqHome(home.toString());
        config.setKvConfigPath(home.resolve("namesrv/kvConfig.json").toString());
        config.setConfigStorePath(home.resolve("namesrv/namesrv.properties").toString());
        config.setDefaultThreadPoolNums(2);
        config.setClientRequestThreadPoolNums(2);
        return config;
    }

    NettyServerConfig nameServerNetwork() {
        return network(nameServerPort);
    }

    NettyServerConfig brokerNetwork() {
        return network(brokerPort);
    }

    private static NettyServerConfig network(int port) {
        NettyServerConfig config = new NettyServerConfig();
        config.setBindAddress(LOOPBACK);
        config.setListenPort(port);
        config.setServerWorkerThreads(2);
        config.setServerCallbackExecutorThreads(2);
        config.setServerSelectorThreads(1);
        config.setUseEpollNativeSelector(false);
        return config;
    }

    NettyClientConfig client() {
        NettyClientConfig config = new NettyClientConfig();
        config.setClientWorkerThreads(1);
        config.setClientCallbackExecutorThreads(1);
        return config;
    }

    BrokerConfig broker() {
        BrokerConfig config = new BrokerConfig();
        config.setRocketmqHome(home.toString());
        config.setBrokerName(BROKER);
        config.setBrokerId(MixAll.MASTER_ID);
        config.setNamesrvAddr(nameServerAddress());
        config.setBrokerIP1(LOOPBACK);
        config.setBrokerIP2(LOOPBACK);
        config.setListenPort(brokerPort);
        config.setAutoCreateTopicEnable(false);
        config.setTraceTopicEnable(false);
        config.setPopConsumerFSServiceInit(false);
        config.setReviveQueueNum(1);
        config.setWaitTimeMillsInSendQueue(1_000);
        config.setChannelExpiredTimeout(CONSUMER_GONE_MS);
        config.setTransactionMetricFlushInterval(METRICS_MS);
        smallPools(config);
        return config;
    }

    private static void smallPools(BrokerConfig config) {
        config.setSendMessageThreadPoolNums(2);
        config.setPutMessageFutureThreadPoolNums(2);
        config.setPullMessageThreadPoolNums(2);
        config.setLitePullMessageThreadPoolNums(1);
        config.setAckMessageThreadPoolNums(1);
        config.setProcessReplyMessageThreadPoolNums(1);
        config.setQueryMessageThreadPoolNums(1);
        config.setAdminBrokerThreadPoolNums(2);
        config.setClientManageThreadPoolNums(1);
        config.setConsumerManageThreadPoolNums(2);
        config.setHeartbeatThreadPoolNums(1);
        config.setEndTransactionThreadPoolNums(1);
    }

    /** Null, as the broker takes it, if it is to ask nobody who he is. */
    @Nullable
    AuthConfig users() {
        if (admin.isEmpty()) {
            return null;
        }
        String name = admin.substring(0, admin.indexOf(':'));
        String secret = admin.substring(admin.indexOf(':') + 1);
        AuthConfig config = new AuthConfig();
        config.setConfigName(BROKER);
        config.setClusterName(new BrokerConfig().getBrokerClusterName());
        config.setAuthConfigPath(home.resolve("users").toString());
        config.setAuthenticationEnabled(true);
        config.setAuthenticationProvider(DefaultAuthenticationProvider.class.getName());
        config.setAuthenticationMetadataProvider(LocalAuthenticationMetadataProvider.class.getName());
        config.setInitAuthenticationUser("{\"username\":\"" + name + "\",\"password\":\"" + secret + "\"}");
        // The broker's own requests to itself and the name server
        config.setInnerClientAuthenticationCredentials(
                "{\"accessKey\":\"" + name + "\",\"secretKey\":\"" + secret + "\"}");
        config.setAuthorizationEnabled(true);
        config.setAuthorizationProvider(DefaultAuthorizationProvider.class.getName());
        config.setAuthorizationMetadataProvider(LocalAuthorizationMetadataProvider.class.getName());
        return config;
    }

    MessageStoreConfig store() {
        MessageStoreConfig config = new MessageStoreConfig();
        config.setStorePathRootDir(home.resolve("store").toString());
        config.setStorePathCommitLog(home.resolve("store/commitlog").toString());
        config.setFlushDiskType(flushBeforeAnswer ? FlushDiskType.SYNC_FLUSH : FlushDiskType.ASYNC_FLUSH);
        config.setFileReservedTime(168);
        config.setMappedFileSizeCommitLog(64 * MEGABYTE);
        config.setMappedFileSizeConsumeQueue(20 * 50_000);
        config.setMaxHashSlotNum(50_000);
        config.setMaxIndexNum(200_000);
        config.setMessageIndexEnable(false);
        config.setTransientStorePoolEnable(false);
        config.setWarmMapedFileEnable(false);
        config.setTimerWheelEnable(false);
        config.setDiskMaxUsedSpaceRatio(95);
        return config;
    }
}
