package io.yizhan.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The SDK knows nothing of the console on it, and brings no server's library along. */
@AnalyzeClasses(packages = "io.yizhan.client", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule theSdkKnowsNoConsole = noClasses()
            .that()
            .resideOutsideOfPackage("io.yizhan.client.console..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.yizhan.client.console..", "picocli..", "org.jline..");

    @ArchTest
    static final ArchRule needsNoMiddleware = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "redis.clients..", "org.apache.curator..", "io.yizhan.discovery..", "io.yizhan.access..");

    @ArchTest
    static final ArchRule syncKnowsNoWire = noClasses()
            .that()
            .resideInAPackage("io.yizhan.client.sync..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.net..", "java.net.http..");

    @ArchTest
    static final ArchRule hasNoStaticState =
            fields().that().areStatic().should().beFinal();
}
