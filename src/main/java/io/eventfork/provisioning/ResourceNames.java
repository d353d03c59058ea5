package io.eventfork.provisioning;

/**
 * Physical names and ARNs of the declared resources.
 *
 * <p>Every method takes the bare name of {@code resources.yaml} and throws {@link
 * UndeclaredResourceException} if it is not declared; the dead-letter queue of a declared queue
 * counts as declared. Thread-safe: {@link #declare} replaces the whole set at once.
 */
public final class ResourceNames {

    private final Naming naming;
    private final String partition;
    private final String region;
    private final String account;
    private volatile Resources declared;

    /**
     * @param partition the AWS partition: {@code aws}, {@code aws-cn}, …
     * @param account the account id of 12 digits
     */
    public ResourceNames(
            Naming naming, String partition, String region, String account, Resources declared) {
        this.naming = naming;
        this.partition = partition;
        this.region = region;
        this.account = account;
        this.declared = declared;
    }

    /** The same naming with another set of resources, to try routes before they replace others. */
    public ResourceNames with(Resources other) {
        return new ResourceNames(naming, partition, region, account, other);
    }

    /** Replaces the declared resources. */
    public void declare(Resources replacement) {
        declared = replacement;
    }

    public Resources declared() {
        return declared;
    }

    public String region() {
        return region;
    }

    public String account() {
        return account;
    }

    public String topic(String name) {
        return physicalName(ResourceKind.TOPIC, name);
    }

    public String topicArn(String name) {
        return arn("sns", topic(name));
    }

    public String queue(String name) {
        return physicalName(ResourceKind.QUEUE, name);
    }

    public String queueArn(String name) {
        return arn("sqs", queue(name));
    }

    /** The ARN of a queue up to its physical name. */
    public String queueArnPrefix() {
        return arn("sqs", "");
    }

    public String bus(String name) {
        return physicalName(ResourceKind.BUS, name);
    }

    public String busArn(String name) {
        return arn("events", "event-bus/" + bus(name));
    }

    public String rule(String name) {
        return physicalName(ResourceKind.RULE, name);
    }

    /** The ARN of a rule of that bus. */
    public String ruleArn(String bus, String name) {
        return arn("events", "rule/" + bus(bus) + "/" + rule(name));
    }

    public String stream(String name) {
        return physicalName(ResourceKind.STREAM, name);
    }

    public String table(String name) {
        return physicalName(ResourceKind.TABLE, name);
    }

    public String bucket(String name) {
        return physicalName(ResourceKind.BUCKET, name);
    }

    private String arn(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(partition, service, region, account, resource);
    }

    private String physicalName(ResourceKind kind, String name) {
        if (!declared.declares(kind, name)) {
            throw new UndeclaredResourceException(kind, name);
        }
        return naming.physicalName(kind, name);
    }
}
