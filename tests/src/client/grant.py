# Grants a user an operation on a topic: BOOTSTRAP USER TOPIC OPERATION.
import sys
from confluent_kafka import admin

bootstrap, user, topic, operation = sys.argv[1:]
binding = admin.AclBinding(
    admin.ResourceType.TOPIC,
    topic,
    admin.ResourcePatternType.LITERAL,
    f"User:{user}",
    "*",
    admin.AclOperation[operation],
    admin.AclPermissionType.ALLOW,
)
client = admin.AdminClient({"bootstrap.servers": bootstrap})
for answer in client.create_acls([binding]).values():
    answer.result(30)
