package io.eventfork.runtime;

import io.eventfork.provisioning.InvalidResourcesException;
import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.Plan;
import io.eventfork.provisioning.PlannedResource;
import io.eventfork.provisioning.Provisioner;
import io.eventfork.provisioning.ProvisioningException;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Resources;
import io.eventfork.runtime.routes.ResourceGate;
import io.eventfork.runtime.routes.ResourcesRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the route files declare that they need from the cloud: made when {@code eventfork.provision}
 * is {@code create}, otherwise only looked for. Thread-safe.
 */
final class DeclaredResources implements ResourceGate {

    private static final Logger LOG = LoggerFactory.getLogger(DeclaredResources.class);

    private final Settings settings;
    private final AwsClients clients;
    private final ResourceNames names;
    private final Naming naming;
    private final boolean create;

    DeclaredResources(Settings settings, AwsClients clients, String account) {
        this.settings = settings;
        this.clients = clients;
        this.naming =
                new Naming(
                        settings.text("eventfork.prefix"),
                        settings.text("eventfork.bucket-suffix"));
        this.create = settings.oneOf("eventfork.provision", "create", "verify").equals("create");
        this.names =
                new ResourceNames(
                        naming,
                        clients.region().metadata() == null
                                ? "aws"
                                : clients.region().metadata().partition().id(),
                        clients.region().id(),
                        account,
                        Resources.none());
    }

    ResourceNames names() {
        return names;
    }

    @Override
    public void declare(Map<String, String> declarations) throws ResourcesRefusedException {
        Resources resources = read(declarations);
        Resources before = names.declared();
        names.declare(resources);
        try {
            provide(resources, declarations);
        } catch (ResourcesRefusedException e) {
            names.declare(before);
            throw e;
        }
    }

    /** What the files declare against what is there. */
    Plan plan(Map<String, String> declarations) throws ResourcesRefusedException {
        Resources resources = read(declarations);
        names.declare(resources);
        return provisioner().plan(resources);
    }

    Plan create(Plan plan) {
        return provisioner().create(plan);
    }

    private Provisioner provisioner() {
        return new Provisioner(
                clients.sqs(),
                clients.sns(),
                clients.dynamoDb(),
                clients.s3(),
                clients::eventBridge,
                names);
    }

    private Resources read(Map<String, String> declarations) throws ResourcesRefusedException {
        List<Resources> parts = new ArrayList<>();
        try {
            for (Map.Entry<String, String> file : declarations.entrySet()) {
                parts.add(Resources.read(file.getKey(), file.getValue(), naming, this::setting));
            }
            return Resources.merge(parts);
        } catch (InvalidResourcesException e) {
            var problem = e.problems().get(0);
            throw new ResourcesRefusedException(
                    problem.position().file(), problem.position().line(), problem.text());
        }
    }

    private String setting(String name) {
        String value = settings.all().get(name);
        if (value == null) {
            throw new IllegalArgumentException("There is no setting " + name + ".");
        }
        return value;
    }

    private void provide(Resources resources, Map<String, String> declarations)
            throws ResourcesRefusedException {
        try {
            Plan plan = provisioner().plan(resources);
            if (create) {
                plan = provisioner().create(plan);
                tell(plan.created());
            }
            Optional<String> missing = plan.missingSentence();
            if (missing.isPresent()) {
                throw refused(declarations, missing.get());
            }
            plan.different().forEach(difference -> LOG.warn("{}", difference));
        } catch (ProvisioningException e) {
            throw refused(declarations, e.getMessage());
        }
    }

    private static void tell(List<PlannedResource> created) {
        if (!created.isEmpty()) {
            LOG.info(
                    "Created {}.",
                    created.stream()
                            .map(made -> made.resource().kind().label() + " " + made.physicalName())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static ResourcesRefusedException refused(
            Map<String, String> declarations, String reason) {
        String file = declarations.keySet().stream().reduce((first, last) -> last).orElse("");
        return new ResourcesRefusedException(file, 0, reason);
    }
}
