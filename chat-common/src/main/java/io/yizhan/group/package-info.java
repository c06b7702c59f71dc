/** What a group is to everybody who speaks of one: roles, settings, names. */
@NullMarked
package io.yizhan.group;

import org.jspecify.annotations.NullMarked;
