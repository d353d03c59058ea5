package io.eventfork;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way: cli, runtime, use cases, delivery and provisioning, event. */
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

    @ArchTest
    static final ArchRule eventDependsOnNothingOfOurs =
            noClasses()
                    .that()
                    .resideInAPackage("io.eventfork.event..")
                    .should()
                    .dependOnClassesThat(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage(
                                            "io.eventfork..")
                                    .and(
                                            com.tngtech.archunit.base.DescribedPredicate.not(
                                                    com.tngtech.archunit.core.domain.JavaClass
                                                            .Predicates.resideInAPackage(
                                                            "io.eventfork.event.."))));

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheLocalCloud =
            classes()
                    .that()
                    .resideInAPackage("io.eventfork.localcloud..")
                    .should()
                    .onlyHaveDependentClassesThat()
                    .resideInAnyPackage("io.eventfork.localcloud..", "io.eventfork.cli..");

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
    static final ArchRule theLocalCloudKnowsNoneOfTheApplication =
            noClasses()
                    .that()
                    .resideInAPackage("io.eventfork.localcloud..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.eventfork.cli..",
                            "io.eventfork.runtime..",
                            "io.eventfork.cart..",
                            "io.eventfork.checkout..",
                            "io.eventfork.fulfilment..",
                            "io.eventfork.shop..",
                            "io.eventfork.tasks..",
                            "io.eventfork.claimcheck..",
                            "io.eventfork.bus..",
                            "io.eventfork.outbox..",
                            "io.eventfork.table..",
                            "io.eventfork.stream..",
                            "io.eventfork.delivery..",
                            "io.eventfork.provisioning..");

    @ArchTest
    static final ArchRule deliveryAndProvisioningDependOnEventAlone =
            noClasses()
                    .that()
                    .resideInAnyPackage("io.eventfork.delivery..", "io.eventfork.provisioning..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.eventfork.cli..",
                            "io.eventfork.runtime..",
                            "io.eventfork.cart..",
                            "io.eventfork.checkout..",
                            "io.eventfork.fulfilment..",
                            "io.eventfork.shop..",
                            "io.eventfork.tasks..");

    @ArchTest
    static final ArchRule whatUseCasesShareKnowsNoneOfThem =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.eventfork.bus..",
                            "io.eventfork.contract..",
                            "io.eventfork.outbox..",
                            "io.eventfork.stream..",
                            "io.eventfork.table..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "io.eventfork.cli..",
                            "io.eventfork.runtime..",
                            "io.eventfork.cart..",
                            "io.eventfork.checkout..",
                            "io.eventfork.fulfilment..",
                            "io.eventfork.shop..",
                            "io.eventfork.tasks..");

    @ArchTest
    static final ArchRule aUseCaseKnowsNoOther =
            slices().matching("io.eventfork.(cart|checkout|fulfilment|shop|tasks)..")
                    .should()
                    .notDependOnEachOther();

    @ArchTest
    static final ArchRule aUseCaseOrPipelineKnowsNeitherRuntimeNorCommandLine =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.eventfork.cart..",
                            "io.eventfork.checkout..",
                            "io.eventfork.fulfilment..",
                            "io.eventfork.shop..",
                            "io.eventfork.tasks..",
                            "io.eventfork.claimcheck..",
                            "io.eventfork.pipeline..",
                            "io.eventfork.publish..",
                            "io.eventfork.queue..",
                            "io.eventfork.redrive..",
                            "io.eventfork.replay..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.eventfork.cli..", "io.eventfork.runtime..");

    @ArchTest
    static final ArchRule thereAreNoCycles =
            slices().matching("io.eventfork.(*)..").should().beFreeOfCycles();
}
