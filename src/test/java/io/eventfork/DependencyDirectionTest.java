package io.eventfork;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Dependencies point one way: cli, runtime, use cases and pipelines, delivery and provisioning,
 * event.
 */
@AnalyzeClasses(packages = "io.eventfork", importOptions = DoNotIncludeTests.class)
class DependencyDirectionTest {

    @ArchTest
    static final ArchRule eventKnowsNeitherCamelNorAws =
            noClasses()
                    .that()
                    .resideInAPackage("io.eventfork.event..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("org.apache.camel..", "software.amazon.awssdk..");

    @ArchTest static final ArchRule eventKnowsNothingOfOurs = knowsEventAlone("event");

    @ArchTest static final ArchRule deliveryKnowsEventAlone = knowsEventAlone("delivery");

    @ArchTest static final ArchRule provisioningKnowsEventAlone = knowsEventAlone("provisioning");

    @ArchTest static final ArchRule theLocalCloudKnowsEventAlone = knowsEventAlone("localcloud");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheLocalCloud =
            isKnownTo("io.eventfork.localcloud..", "io.eventfork.cli..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheRuntime =
            isKnownTo("io.eventfork.runtime..", "io.eventfork.cli..");

    @ArchTest
    static final ArchRule onlyTheMainClassKnowsTheCommandLine =
            isKnownTo("io.eventfork.cli..", "io.eventfork");

    @ArchTest
    static final ArchRule onlyTheRuntimeKnowsUseCases =
            isKnownTo(
                    "io.eventfork.(cart|checkout|fulfilment|shop|tasks)..",
                    "io.eventfork.runtime..");

    @ArchTest
    static final ArchRule aUseCaseKnowsNoOther =
            slices().matching("io.eventfork.(cart|checkout|fulfilment|shop|tasks)..")
                    .should()
                    .notDependOnEachOther();

    /** It is not in the container image. */
    @ArchTest
    static final ArchRule onlyTheLocalCloudKnowsTheEventRuler =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.eventfork.localcloud..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("software.amazon.event.ruler..");

    @ArchTest
    static final ArchRule thereAreNoCycles =
            slices().matching("io.eventfork.(*)..").should().beFreeOfCycles();

    private static ArchRule knowsEventAlone(String name) {
        String own = "io.eventfork." + name + "..";
        return noClasses()
                .that()
                .resideInAPackage(own)
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.eventfork..")
                                .and(not(resideInAPackage("io.eventfork.event..")))
                                .and(not(resideInAPackage(own))));
    }

    private static ArchRule isKnownTo(String own, String others) {
        return classes()
                .that()
                .resideInAPackage(own)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(own, others);
    }
}
