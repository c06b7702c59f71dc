package io.yizhan.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedMiddlewareIT {

    @Test
    void givesTheSame_whenAskedTwice() {
        assertThat(SharedMiddleware.redis()).isSameAs(SharedMiddleware.redis());
        assertThat(SharedMiddleware.redis().isAlive()).isTrue();
        assertThat(SharedMiddleware.mariaDb()).isSameAs(SharedMiddleware.mariaDb());
        assertThat(SharedMiddleware.mariaDb().isAlive()).isTrue();
        assertThat(SharedMiddleware.zooKeeper()).isSameAs(SharedMiddleware.zooKeeper());
        assertThat(SharedMiddleware.zooKeeper().isAlive()).isTrue();
        assertThat(SharedMiddleware.rocketMq()).isSameAs(SharedMiddleware.rocketMq());
        assertThat(SharedMiddleware.rocketMq().isAlive()).isTrue();
    }
}
