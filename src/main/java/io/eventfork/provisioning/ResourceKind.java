package io.eventfork.provisioning;

/** The kinds of cloud resources that a {@code resources.yaml} can declare. */
public enum ResourceKind {
    TOPIC("topic", "topics"),
    QUEUE("queue", "queues"),
    SUBSCRIPTION("subscription", "subscriptions"),
    BUS("bus", "buses"),
    RULE("rule", "rules"),
    STREAM("stream", "streams"),
    TABLE("table", "tables"),
    BUCKET("bucket", "buckets");

    private final String label;
    private final String section;

    ResourceKind(String label, String section) {
        this.label = label;
        this.section = section;
    }

    /** The singular in lower case, as it appears in messages: {@code queue}. */
    public String label() {
        return label;
    }

    /** The member of {@code resources.yaml} that holds the declarations: {@code queues}. */
    public String section() {
        return section;
    }
}
