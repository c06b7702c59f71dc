package io.yizhan.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/architecture.md names exists: whoever renames a method on the way of a message mends the page too. */
class ArchitectureDocTest {
    private static final Path PAGE = Path.of("..", "docs", "architecture.md");
    private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w*)[.#]([a-z]\\w*)`");
    /** In a module that is not on this class path: gate.login.LoginService.authenticate. */
    private static final Pattern METHOD_ELSEWHERE =
            Pattern.compile("`(client|gate)\\.((?:[a-z]+\\.)*[A-Z]\\w*)[.#]([a-z]\\w*)`");

    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.yizhan");

    @Test
    void namesMethodsThatExist() throws IOException {
        assertThat(found(METHOD))
                .hasSizeGreaterThan(50)
                .filteredOn(name -> CLASSES.stream()
                        .noneMatch(
                                type -> type.getSimpleName().equals(name.group(1)) && hasMethod(type, name.group(2))))
                .extracting(MatchResult::group)
                .isEmpty();
    }

    @Test
    void namesMethodsOfClientAndGateThatExist() throws IOException {
        assertThat(found(METHOD_ELSEWHERE)).isNotEmpty().allSatisfy(name -> {
            String module = name.group(1).equals("gate") ? "web-gate" : "chat-client";
            String type = name.group(1) + "/" + name.group(2).replace('.', '/') + ".java";
            assertThat(Path.of("..", module, "src", "main", "java", "io", "yizhan")
                            .resolve(type))
                    .content()
                    .containsPattern("\\w>? " + name.group(3) + "\\(");
        });
    }

    @Test
    void linksToFilesThatExist() throws IOException {
        assertThat(found(LINK))
                .isNotEmpty()
                .allSatisfy(
                        link -> assertThat(PAGE.resolveSibling(link.group(1))).exists());
    }

    private static boolean hasMethod(JavaClass type, String name) {
        return type.getAllMethods().stream().anyMatch(method -> method.getName().equals(name));
    }

    private static List<MatchResult> found(Pattern pattern) throws IOException {
        return pattern.matcher(Files.readString(PAGE)).results().toList();
    }
}
