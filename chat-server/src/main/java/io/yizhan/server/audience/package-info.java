/** Which members of which groups are online here, and what that means for what groups are told. */
@NullMarked
package io.yizhan.server.audience;

import org.jspecify.annotations.NullMarked;
