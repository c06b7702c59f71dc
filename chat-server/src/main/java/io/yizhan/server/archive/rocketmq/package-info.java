/** The message log on RocketMQ; the only place that knows its client. */
@NullMarked
package io.yizhan.server.archive.rocketmq;

import org.jspecify.annotations.NullMarked;
