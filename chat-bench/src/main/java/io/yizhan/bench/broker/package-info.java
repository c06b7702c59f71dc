/** What the broker takes from somebody who does nothing but append. */
@NullMarked
package io.yizhan.bench.broker;

import org.jspecify.annotations.NullMarked;
