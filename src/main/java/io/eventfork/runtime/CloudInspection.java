package io.eventfork.runtime;

import io.eventfork.provisioning.Difference;
import io.eventfork.provisioning.Inspection;
import io.eventfork.provisioning.PlannedResource;
import io.eventfork.provisioning.Position;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.inspection.Finding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;

/** Holds what is declared against the cloud and changes nothing there. */
final class CloudInspection {

    private final Settings settings;
    private final Resources declared;

    CloudInspection(Settings settings, Resources declared) {
        this.settings = settings;
        this.declared = declared;
    }

    /**
     * What is missing, different, or refused to these credentials.
     *
     * @throws StartException if no cloud is named, or the cloud does not know the credentials
     */
    List<Finding> findings() {
        Provisioning.requireCloud(settings, "look at");
        try (AwsClients clients = new AwsClients(settings)) {
            return new DeclaredResources(
                            settings, clients, clients.sts().getCallerIdentity().account())
                    .inspect(declared).stream()
                            .flatMap(inspection -> finding(inspection).stream())
                            .toList();
        } catch (SdkException e) {
            throw Provisioning.unusable(settings, e);
        }
    }

    private Optional<Finding> finding(Inspection inspection) {
        return inspection
                .refusal()
                .or(() -> inspection.planned().flatMap(CloudInspection::text))
                .map(text -> text.endsWith(".") ? text.substring(0, text.length() - 1) : text)
                .map(text -> finding(inspection, text));
    }

    private Finding finding(Inspection inspection, String text) {
        Position position =
                declared.positionOf(inspection.resource()).orElse(new Position("routes", 0, 0));
        return new Finding(
                Finding.Severity.ERROR, position.file(), position.line(), position.column(), text);
    }

    private static Optional<String> text(PlannedResource planned) {
        String what = planned.resource().kind().label() + " " + planned.physicalName();
        return switch (planned.state()) {
            case SAME, CREATED -> Optional.empty();
            case MISSING ->
                    Optional.of(
                            "the cloud has no %s: 'eventfork provision' with the same options creates it"
                                    .formatted(what));
            case DIFFERENT ->
                    Optional.of(
                            "the cloud's %s differs: %s: change one of the two"
                                    .formatted(
                                            what,
                                            planned.differences().stream()
                                                    .map(Difference::toString)
                                                    .collect(Collectors.joining("; "))));
            case UNKNOWN ->
                    Optional.of(
                            "%s cannot be looked up: its service does not answer".formatted(what));
        };
    }
}
