/**
 * The workers as others see them: {@link io.yizhan.discovery.ImNode}, where they stand in ZooKeeper, and a watch on
 * them.
 */
@NullMarked
package io.yizhan.discovery;

import org.jspecify.annotations.NullMarked;
