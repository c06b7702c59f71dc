/** What a group is to everybody who speaks of one: roles, settings, commands and their answers. */
@NullMarked
package io.yizhan.group;

import org.jspecify.annotations.NullMarked;
