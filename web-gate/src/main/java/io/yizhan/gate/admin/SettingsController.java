package io.yizhan.gate.admin;

import io.yizhan.gate.error.GateError;
import io.yizhan.gate.error.Refusal;
import io.yizhan.gate.login.Caller;
import io.yizhan.settings.ClusterSetting;
import io.yizhan.settings.SettingCatalog;
import io.yizhan.settings.SettingsDesk;
import io.yizhan.settings.WrittenSetting;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The cluster's settings, for admins: as {@code bin/chatctl config}. Each change leaves a line in the log. */
@RestController
@RequestMapping("/api/v1/admin/settings")
final class SettingsController {
    private static final Logger log = LoggerFactory.getLogger(SettingsController.class);

    private final Admins admins;
    private final SettingsDesk desk;
    private final JsonMapper json;

    SettingsController(Admins admins, SettingsDesk desk, JsonMapper json) {
        this.admins = admins;
        this.desk = desk;
        this.json = json;
    }

    @GetMapping
    Settings list(Caller caller) {
        admins.require(caller);
        SortedMap<String, WrittenSetting> written = desk.all();
        return new Settings(SettingCatalog.names().stream()
                .map(name -> setting(name, written.get(name)))
                .toList());
    }

    @PutMapping("/{name}")
    Setting set(Caller caller, @PathVariable String name, @RequestBody JsonNode value) {
        admins.require(caller);
        ClusterSetting<?> setting = known(name);
        try {
            desk.set(setting, value.toString(), caller.user().value());
        } catch (IllegalArgumentException e) {
            throw new Refusal(GateError.INVALID_ARGUMENT, String.valueOf(e.getMessage()));
        }
        log.info("Audit: {} sets {}: {}", caller.user(), name, value);
        return setting(name, desk.all().get(name));
    }

    @DeleteMapping("/{name}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void unset(Caller caller, @PathVariable String name) {
        admins.require(caller);
        known(name);
        desk.unset(name);
        log.info("Audit: {} takes {} back", caller.user(), name);
    }

    private static ClusterSetting<?> known(String name) {
        return SettingCatalog.find(name)
                .orElseThrow(() -> new Refusal(GateError.NOT_FOUND, "There is no such setting"));
    }

    private Setting setting(String name, @Nullable WrittenSetting written) {
        return written == null
                ? new Setting(name, null, null, null)
                : new Setting(name, json.readTree(written.value()), written.by(), written.atMs());
    }

    record Settings(List<Setting> settings) {}

    /** All but the name are absent where nothing is set. */
    record Setting(
            String name,
            @Nullable JsonNode value,
            @Nullable String by,
            @Nullable Long atMs) {}
}
