"""The rest of the account: no role gets more rights, starts anything, or reads what others log."""

from tests.forbidden.call import Forbidden, only

ANYTHING = '{"Version":"2012-10-17","Statement":[]}'
ROLE = "arn:aws:iam::000000000000:role/{AuthorizeFunctionRole}"
MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:any"

OF_THE_ACCOUNT = [
    Forbidden("iam:CreateUser", "*", {"UserName": "mallory"}),
    Forbidden("iam:ListRoles", "*", {}),
    Forbidden(
        "iam:PutRolePolicy",
        "AuthorizeFunctionRole",
        {"RoleName": "{AuthorizeFunctionRole}", "PolicyName": "more", "PolicyDocument": ANYTHING},
    ),
    Forbidden(
        "iam:AttachRolePolicy",
        "AuthorizeFunctionRole",
        {"RoleName": "{AuthorizeFunctionRole}", "PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess"},
    ),
    Forbidden("sts:AssumeRole", "AuthorizeFunctionRole", {"RoleArn": ROLE, "RoleSessionName": "mallory"}),
    Forbidden("states:ListStateMachines", "*", {}),
    Forbidden("states:StartExecution", MACHINE, {"stateMachineArn": MACHINE}),
    Forbidden("lambda:InvokeFunction", "AuthorizeFunction", {"FunctionName": "{AuthorizeFunction}"}, call="invoke"),
    Forbidden(
        "lambda:UpdateFunctionConfiguration", "AuthorizeFunction", {"FunctionName": "{AuthorizeFunction}", "Timeout": 1}
    ),
    Forbidden("lambda:GetFunction", "AuthorizeFunction", {"FunctionName": "{AuthorizeFunction}"}),
    Forbidden("cloudformation:DescribeStacks", "*", {}),
    Forbidden("logs:FilterLogEvents", "AuthorizeLogGroup", {"logGroupName": "{AuthorizeLogGroup}"}),
    Forbidden("logs:DeleteLogGroup", "AuthorizeLogGroup", {"logGroupName": "{AuthorizeLogGroup}"}),
    Forbidden("secretsmanager:ListSecrets", "*", {}),
    Forbidden("secretsmanager:GetSecretValue", "Providers", {"SecretId": "{Providers}"}, but_for=only("RunChunk")),
    Forbidden("secretsmanager:PutSecretValue", "Providers", {"SecretId": "{Providers}", "SecretString": "[]"}),
    Forbidden(
        "states:StartExecution",
        "BatchMachine",
        {"stateMachineArn": "{BatchMachine}"},
        but_for=only("CreateBatch", "ResumeBatches", "CheckFile", "SweepStore"),
    ),
    Forbidden("states:StopExecution", MACHINE, {"executionArn": MACHINE}),
]
