/** The child JVM with RocketMQ's name server and broker; nothing here runs in the JVM that starts it. */
@NullMarked
package io.yizhan.embedded.rocketmq;

import org.jspecify.annotations.NullMarked;
