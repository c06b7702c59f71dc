/**
 * What operators change while the cluster runs: {@link io.yizhan.settings.SettingCatalog} says what there is,
 * {@link io.yizhan.settings.ClusterSettings} what is set, {@link io.yizhan.settings.SettingsDesk} changes it.
 */
@NullMarked
package io.yizhan.settings;

import org.jspecify.annotations.NullMarked;
