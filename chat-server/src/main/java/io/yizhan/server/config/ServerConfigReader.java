package io.yizhan.server.config;

import io.yizhan.config.KnownSecrets;
import io.yizhan.config.Settings;
import io.yizhan.config.SettingsSource;
import io.yizhan.discovery.ZooKeeperUser;
import io.yizhan.identity.UserId;
import io.yizhan.server.extension.PortCatalog;
import io.yizhan.settings.LoginPolicy;
import io.yizhan.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Makes a worker's settings out of {@code chat-server.properties} and what overrides it. */
public final class ServerConfigReader {
    private static final String DEFAULTS = "chat-server.properties";
    private static final Duration NONE = Duration.ZERO;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Settings settings;

    private ServerConfigReader(Settings settings) {
        this.settings = settings;
    }

    /**
     * Reads the settings of a worker in a cluster.
     *
     * @param ports what may stand behind them
     * @throws io.yizhan.config.InvalidSettingsException listing everything that is wrong
     */
    public static ServerConfig read(List<String> arguments, Map<String, String> environment, PortCatalog ports) {
        Settings settings = settings(arguments, environment, ports);
        ServerConfig config = new ServerConfigReader(settings).server(ports);
        settings.check();
        return config;
    }

    private static Settings settings(List<String> arguments, Map<String, String> environment, PortCatalog ports) {
        return SettingsSource.read(ServerConfigReader.class, DEFAULTS, ports.defaults(), arguments, environment);
    }

    /** Only which settings to read: what is wrong with them is told by that. */
    public static Mode mode(List<String> arguments, Map<String, String> environment) {
        return SettingsSource.read(ServerConfigReader.class, DEFAULTS, arguments, environment)
                .choice("mode", Mode.class);
    }

    /**
     * Reads the settings of a worker that runs alone.
     *
     * @param ports whose settings are known, though such a worker has all ports in memory
     * @throws io.yizhan.config.InvalidSettingsException listing everything that is wrong
     */
    public static StandaloneConfig readStandalone(
            List<String> arguments, Map<String, String> environment, PortCatalog ports) {
        Settings settings = settings(arguments, environment, ports);
        StandaloneConfig config = new ServerConfigReader(settings).standalone();
        settings.check();
        return config;
    }

    private StandaloneConfig standalone() {
        return new StandaloneConfig(
                client(),
                loginPolicy(),
                delivery(),
                groups(),
                new LocalGateConfig(
                        settings.port("standalone.gate-port"),
                        settings.list("standalone.users", UserId::isValid, UserId::new)),
                stopTimeout());
    }

    private ServerConfig server(PortCatalog ports) {
        settings.choice("mode", Mode.class);
        return new ServerConfig(
                client(),
                loginPolicy(),
                settings.choice("cluster.transport", Transport.class),
                mesh(),
                zookeeper(),
                redis(),
                rocketmq(),
                logGuard(),
                database(),
                delivery(),
                groups(),
                ports.choose(settings),
                settings.flag("persister.enabled"),
                settings.duration("start.timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
                stopTimeout());
    }

    private Duration stopTimeout() {
        return settings.duration("stop.timeout", NONE, MINUTE);
    }

    private ClientConfig client() {
        String bindHost = settings.text("client.bind-host");
        String advertised = settings.optional("client.advertised-host");
        return new ClientConfig(
                bindHost,
                advertised.isEmpty() ? bindHost : advertised,
                settings.port("client.port"),
                settings.bytes("client.max-frame", 128 << 10, 16 << 20),
                settings.bytes("client.max-login-frame", 512, 64 << 10),
                settings.duration("client.login-timeout", Duration.ofMillis(100), MINUTE),
                new NewcomerConfig(
                        settings.integer("client.max-newcomers", 1, 10_000_000),
                        settings.integer("client.max-newcomers-per-address", 1, 10_000_000)),
                settings.duration("client.heartbeat", Duration.ofMillis(100), Duration.ofMinutes(10)),
                settings.integer("client.max-unacked", 1, 1_000),
                settings.duration("client.resend-after", Duration.ofMillis(50), MINUTE),
                settings.integer("client.max-sessions", 1, 10_000_000),
                tls());
    }

    private Optional<TlsFiles> tls() {
        return both(
                "client.tls-certificates",
                "client.tls-key",
                (certificates, key) -> new TlsFiles(Path.of(certificates), Path.of(key)));
    }

    private LoginPolicy loginPolicy() {
        return new LoginPolicy(
                settings.choice("client.login-policy", LoginPolicy.Devices.class),
                settings.integer("client.login-limit", 1, LoginPolicy.MOST),
                settings.choice("client.login-collision", LoginPolicy.Collision.class));
    }

    private MeshConfig mesh() {
        return new MeshConfig(
                settings.text("mesh.bind-host"),
                settings.port("mesh.port"),
                settings.secret("mesh.secret", 32),
                settings.bytes("mesh.queue", 64 << 10, 1 << 30),
                settings.duration("mesh.ping-timeout", Duration.ofMillis(100), MINUTE));
    }

    private ZooKeeperConfig zookeeper() {
        return new ZooKeeperConfig(
                settings.text("zookeeper.connect"),
                settings.duration("zookeeper.session-timeout", Duration.ofSeconds(1), Duration.ofSeconds(40)),
                zookeeperUser());
    }

    private Optional<ZooKeeperUser> zookeeperUser() {
        if (settings.optional("zookeeper.user").contains(":")) {
            settings.refuse("Needs a name without a colon: zookeeper.user");
            return Optional.empty();
        }
        return user("zookeeper.user", "zookeeper.password", ZooKeeperUser::new);
    }

    private <T> Optional<T> user(String nameKey, String secretKey, BiFunction<String, String, T> maker) {
        Optional<T> user = both(nameKey, secretKey, maker);
        refuseKnown(secretKey, settings.optional(secretKey));
        return user;
    }

    /** Both keys are set, or neither; then there is nothing. */
    private <T> Optional<T> both(String oneKey, String otherKey, BiFunction<String, String, T> maker) {
        String one = settings.optional(oneKey);
        String other = settings.optional(otherKey);
        if (one.isEmpty() != other.isEmpty()) {
            settings.refuse("Needs both or neither: " + oneKey + ", " + otherKey);
        }
        return one.isEmpty() || other.isEmpty() ? Optional.empty() : Optional.of(maker.apply(one, other));
    }

    private void refuseKnown(String key, String secret) {
        if (KnownSecrets.contains(secret)) {
            settings.refuse("Holds a password that everybody knows: " + key);
        }
    }

    private RedisConfig redis() {
        RedisConfig redis = new RedisConfig(
                settings.text("redis.uri"),
                settings.duration("redis.timeout", Duration.ofMillis(50), Duration.ofSeconds(2)),
                settings.integer("redis.connections", 1, 1_024));
        refuseKnown("redis.uri", redis.password());
        return redis;
    }

    private RocketMqConfig rocketmq() {
        return new RocketMqConfig(
                settings.text("rocketmq.name-servers"),
                settings.text("rocketmq.topic"),
                settings.integer("rocketmq.queues", 1, 1_024),
                settings.text("rocketmq.consumer-group"),
                settings.duration("rocketmq.send-timeout", Duration.ofMillis(500), Duration.ofSeconds(8)),
                user("rocketmq.access-key", "rocketmq.secret-key", RocketMqUser::new));
    }

    private LogGuardConfig logGuard() {
        boolean asked = settings.optional("rocketmq.retention").isEmpty();
        return new LogGuardConfig(
                settings.choice("rocketmq.weak-broker", LogGuardConfig.WeakBroker.class),
                asked
                        ? Optional.empty()
                        : Optional.of(
                                settings.duration("rocketmq.retention", Duration.ofSeconds(1), Duration.ofDays(365))));
    }

    private DatabaseConfig database() {
        String password = settings.text("database.password");
        refuseKnown("database.password", password);
        return new DatabaseConfig(
                settings.text("database.url"),
                settings.text("database.user"),
                password,
                settings.integer("database.connections", 1, 1_024),
                settings.duration("database.timeout", Duration.ofMillis(250), MINUTE));
    }

    private GroupsConfig groups() {
        return new GroupsConfig(settings.integer("groups.max-members", 2, 1_000_000));
    }

    private DeliveryConfig delivery() {
        return new DeliveryConfig(
                DeliveryConfig.lanes(
                        settings.integer("delivery.lanes", 0, 256),
                        Runtime.getRuntime().availableProcessors()),
                settings.integer("delivery.lane-queue", 16, 1 << 20),
                settings.integer("delivery.max-batch", 1, 4_096),
                settings.duration("delivery.store-deadline", Duration.ofMillis(500), Duration.ofSeconds(9)),
                settings.duration("delivery.hole-age", Duration.ofSeconds(10), Duration.ofMinutes(10)),
                settings.duration("delivery.recall-window", NONE, Duration.ofDays(30)),
                settings.flag("delivery.strangers-may-write"));
    }
}
