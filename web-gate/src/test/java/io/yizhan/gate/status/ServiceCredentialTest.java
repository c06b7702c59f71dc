package io.yizhan.gate.status;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceCredentialTest {
    private final ServiceCredential credential = new ServiceCredential("secret");

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"secret", "Bearer", "Bearer ", "Bearer secre", "Bearer secret2", "Basic secret"})
    void refusesAllElse(String shown) {
        assertThat(credential.accepts(shown)).isFalse();
    }

    @Test
    void takesTheSecret_whateverTheCaseOfTheScheme() {
        assertThat(credential.accepts("Bearer secret")).isTrue();
        assertThat(credential.accepts("bearer  secret ")).isTrue();
    }

    @Test
    void takesNothing_whereTheSchemeIsMissing() {
        assertThat(new ServiceCredential("").accepts("")).isFalse();
    }
}
