/** What workers tell each other, by Redis publish and subscribe. */
@NullMarked
package io.yizhan.server.cluster.redis;

import org.jspecify.annotations.NullMarked;
