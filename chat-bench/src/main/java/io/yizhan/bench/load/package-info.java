/** Users that send to each other, and what they see: nothing here asks where the cluster runs. */
@NullMarked
package io.yizhan.bench.load;

import org.jspecify.annotations.NullMarked;
