package io.yizhan.gate;

import io.yizhan.access.LoginCounts;
import io.yizhan.access.NodeLinks;
import io.yizhan.access.RedisClients;
import io.yizhan.access.RedisGivenNumbers;
import io.yizhan.access.RedisLoginCounts;
import io.yizhan.access.RedisNodeLinks;
import io.yizhan.access.RedisRelationFeed;
import io.yizhan.access.RedisRevocationFeed;
import io.yizhan.access.RedisSessionBook;
import io.yizhan.access.RedisTokenStore;
import io.yizhan.access.RelationFeed;
import io.yizhan.access.RevocationFeed;
import io.yizhan.access.SessionBook;
import io.yizhan.access.TokenStore;
import io.yizhan.access.WorkerCalls;
import io.yizhan.discovery.GateRoll;
import io.yizhan.discovery.NodeView;
import io.yizhan.discovery.NodeWatch;
import io.yizhan.discovery.ZooKeeperClient;
import io.yizhan.gate.balance.BalanceStrategy;
import io.yizhan.gate.balance.ChosenStrategy;
import io.yizhan.gate.balance.ImLoadBalance;
import io.yizhan.gate.balance.Strategies;
import io.yizhan.gate.config.BalanceConfig;
import io.yizhan.gate.config.PasswordConfig;
import io.yizhan.gate.config.RedisConfig;
import io.yizhan.gate.config.ThrottleConfig;
import io.yizhan.gate.config.ZooKeeperConfig;
import io.yizhan.gate.login.LoginThrottle;
import io.yizhan.gate.start.SettingsFollower;
import io.yizhan.gate.user.Argon2PasswordHasher;
import io.yizhan.gate.user.MigratingPasswordHasher;
import io.yizhan.gate.user.PasswordHasher;
import io.yizhan.gate.user.Passwords;
import io.yizhan.settings.BalanceChoice;
import io.yizhan.settings.LogLevels;
import io.yizhan.settings.SettingCatalog;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.ZooKeeperClusterSettings;
import io.yizhan.settings.ZooKeeperSettingsDesk;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.SplittableRandom;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import redis.clients.jedis.UnifiedJedis;

/** What is not Spring's own: one object each, closed by Spring in reverse order. Nothing here connects yet. */
@Configuration(proxyBeanMethods = false)
class GateWiring {
    /** A worker looks at its calls all the time, so one that takes none is not there. */
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(2);
    /** A worker refuses what it has not begun within 8 s, and takes 9 s more at most. */
    private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(17);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ZooKeeperClient zookeeper(ZooKeeperConfig config) {
        return new ZooKeeperClient(config.connect(), config.sessionTimeout(), config.identity());
    }

    @Bean
    NodeWatch nodeWatch(ZooKeeperClient zookeeper) {
        return new NodeWatch(zookeeper);
    }

    @Bean
    GateRoll gateRoll(ZooKeeperClient zookeeper) {
        return new GateRoll(zookeeper);
    }

    @Bean
    ZooKeeperClusterSettings clusterSettings(ZooKeeperClient zookeeper) {
        return new ZooKeeperClusterSettings(zookeeper, SettingCatalog.all());
    }

    /** Its connection is everybody's, and closed with the others. */
    @Bean(destroyMethod = "")
    SettingsDesk settingsDesk(ZooKeeperClient zookeeper) {
        return new ZooKeeperSettingsDesk(zookeeper);
    }

    @Bean
    ChosenStrategy balanceStrategy(GateRoll gates, BalanceConfig config) {
        return new ChosenStrategy(new Strategies(new SplittableRandom(), gates::gates), config.choice());
    }

    @Bean
    ImLoadBalance loadBalance(NodeView view, BalanceStrategy strategy, BalanceConfig config) {
        return new ImLoadBalance(view, strategy, config.unseenFor(), System::nanoTime);
    }

    @Bean
    UnifiedJedis redis(RedisConfig config) {
        return RedisClients.open(config.uri(), config.timeout(), config.connections());
    }

    @Bean
    TokenStore tokenStore(UnifiedJedis redis, Clock clock) {
        return new RedisTokenStore(redis, new SecureRandom(), clock);
    }

    @Bean
    NodeLinks nodeLinks(UnifiedJedis redis) {
        return new RedisNodeLinks(redis, RedisNodeLinks.EXPIRY);
    }

    @Bean
    RedisGivenNumbers givenNumbers(UnifiedJedis redis) {
        return new RedisGivenNumbers(redis);
    }

    @Bean
    LoginCounts loginCounts(UnifiedJedis redis) {
        return new RedisLoginCounts(redis);
    }

    @Bean
    SessionBook sessionBook(UnifiedJedis redis) {
        return new RedisSessionBook(redis);
    }

    @Bean
    RevocationFeed revocationFeed(UnifiedJedis redis) {
        return new RedisRevocationFeed(redis);
    }

    /** On connections of its own, of which one waits all the time. */
    @Bean
    WorkerCalls workerCalls(RedisConfig config) {
        UnifiedJedis redis = RedisClients.open(config.uri(), config.timeout(), WorkerCalls.CONNECTIONS);
        return new WorkerCalls(redis, TAKEN_WITHIN, ANSWERED_WITHIN);
    }

    @Bean
    RelationFeed relationFeed(UnifiedJedis redis) {
        return new RedisRelationFeed(redis);
    }

    @Bean
    PasswordHasher passwordHasher(PasswordConfig config) {
        return new MigratingPasswordHasher(new Argon2PasswordHasher(config));
    }

    @Bean
    Passwords passwords(PasswordHasher hasher, PasswordConfig config) {
        return Passwords.open(hasher, config);
    }

    @Bean
    LoginThrottle loginThrottle(ThrottleConfig config, Clock clock) {
        return new LoginThrottle(config, clock);
    }

    @Bean
    SettingsFollower strategyFollower(ChosenStrategy strategy) {
        return settings -> settings.follow(BalanceChoice.SETTING, strategy::follow);
    }

    @Bean
    SettingsFollower logLevelFollower() {
        SpringLogLevels levels =
                new SpringLogLevels(LoggingSystem.get(getClass().getClassLoader()));
        return settings -> settings.follow(LogLevels.SETTING, levels::follow);
    }
}
