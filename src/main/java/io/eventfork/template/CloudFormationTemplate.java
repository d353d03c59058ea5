package io.eventfork.template;

import io.eventfork.provisioning.Naming;
import io.eventfork.provisioning.ResourceNames;
import io.eventfork.provisioning.Resources;
import java.util.List;
import java.util.Map;

/**
 * A CloudFormation template for the declared resources and what the routes do with them.
 *
 * @param yaml the template
 * @param notCovered what its policies do not allow because nobody can tell what it needs, one
 *     sentence each without a full stop; empty for the built-in routes
 */
public record CloudFormationTemplate(String yaml, List<String> notCovered) {

    /** How bucket names end, which are unique across all accounts, unless a setting says it. */
    static final String BUCKET_SUFFIX = "-" + Arns.ACCOUNT + "-" + Arns.REGION;

    private static final String DESCRIPTION =
            "What the routes of Eventfork need: resources, alarms on dead letters, and policies.";

    public CloudFormationTemplate {
        notCovered = List.copyOf(notCovered);
    }

    /**
     * Writes a template.
     *
     * @param declared what each {@code resources.yaml} declares, by its path
     * @param routes the text of each route file, by its path
     * @param naming prefix and bucket suffix; without a suffix, bucket names end in account and
     *     region
     * @param settings all settings by name
     * @throws InvalidTemplateException if a route file cannot be read
     * @throws io.eventfork.provisioning.InvalidResourcesException if two files contradict each
     *     other
     */
    public static CloudFormationTemplate of(
            Map<String, Resources> declared,
            Map<String, String> routes,
            Naming naming,
            Map<String, String> settings) {
        Arns arns = new Arns(names(Resources.merge(declared.values()), naming));
        Grants grants = new Grants();
        KmsKeys keys = new KmsKeys();
        OpenSearchDomain domain = new OpenSearchDomain(grants);
        Reminders reminders = new Reminders(settings.getOrDefault("cart.reminder.role", ""));
        Needs needs = new Needs(arns, grants, keys);

        DeclarationActions looks = new DeclarationActions(arns, grants);
        declared.forEach((path, resources) -> looks.grant(RouteUnit.appOf(path), resources));
        EndpointActions endpoints = new EndpointActions(needs, settings, domain);
        ContainerTasks tasks = new ContainerTasks(settings);
        List<RouteUnit> units = RouteUnits.read(routes, settings);
        BeanActions beans = new BeanActions(needs, reminders, tasks, new ReplayedBackups(units));
        for (RouteUnit unit : units) {
            RouteUses uses = RouteUses.of(unit);
            uses.endpoints().forEach(endpoints::grant);
            uses.beans().forEach(beans::grant);
            uses.elsewhere().forEach(text -> grants.notCovered(unit, "what is done with " + text));
        }

        Document document = new Document();
        new MessagingSection(document, arns).write();
        new StorageSection(document, arns.names()).write();
        OperationsSection operations = new OperationsSection(document, arns.names());
        operations.alarms();
        operations.keys(keys);
        reminders.write(document);
        operations.policies(grants);
        if (domain.isUsed()) {
            document.parameter(
                    OpenSearchDomain.PARAMETER,
                    "String",
                    "ARN of the OpenSearch domain of the search pipeline.");
        }
        if (tasks.isUsed()) {
            document.parameter(
                    ContainerTasks.PARAMETER,
                    "CommaDelimitedList",
                    "ARNs of the task role and the execution role of the task definition.");
        }
        if (naming.bucketSuffix().isEmpty() && !arns.names().declared().buckets().isEmpty()) {
            document.output(
                    "BucketSuffix",
                    "The setting eventfork.bucket-suffix with which the application finds its buckets.",
                    Json.text(BUCKET_SUFFIX));
        }
        return new CloudFormationTemplate(document.yaml(DESCRIPTION), grants.notCovered());
    }

    private static ResourceNames names(Resources declared, Naming naming) {
        String suffix = naming.bucketSuffix().isEmpty() ? BUCKET_SUFFIX : naming.bucketSuffix();
        return new ResourceNames(
                new Naming(naming.prefix(), suffix),
                Arns.PARTITION,
                Arns.REGION,
                Arns.ACCOUNT,
                declared);
    }
}
