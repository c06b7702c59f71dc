/** Who and what a frame speaks of: ids that refuse bad values. Knows the JDK only. */
@NullMarked
package io.yizhan.identity;

import org.jspecify.annotations.NullMarked;
