"""All cells of the grant table through the real engine: what the Boomi runtime would use, statuses, consents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.support.cells import CELLS, ENVIRON, MAIL, NEVER_STORED, REST, SECRET, Cell, sdk, token_of
from tests.support.deployment import PACK, Deployment

REST_TOKEN = token_of("oauthContext")


@pytest.fixture
def cells(deployment: Deployment) -> Deployment:
    """A deployment whose environment holds the secrets of the cells."""
    deployment.project.environ |= ENVIRON
    return deployment


def connections(deployment: Deployment) -> dict[str, dict[str, Any]]:
    """The connections as state holds them, by name."""
    resources = deployment.project.export(show_secrets=True)["deployment"]["resources"]
    return {one["urn"].rsplit("::", 1)[1]: one for one in resources if ":OAuthConnection::" in one["urn"]}


def held(deployment: Deployment, connection: Mapping[str, Any]) -> dict[str, Any]:
    """What the Boomi runtime would use for each field that holds a value of somebody's, in the form of `Cell.holds`."""
    place = connection["id"].split("/")
    marker = f"/{place[3]}/"
    found: dict[str, Any] = {}
    for path in deployment.overrides():
        if marker in path:
            field = path.split(marker, 1)[1]
            used = deployment.box.control.delivered(*place, field)
            pairs = used["customProperties"]
            found[field] = used["value"]
            if pairs is not None:
                found[field] = sorted((pair["key"], pair["value"], pair["encrypted"]) for pair in pairs)
    return found


def stored_in_aws(deployment: Deployment) -> dict[str, str]:
    """All secrets with their current values."""
    listed = deployment.aws.list_secrets(MaxResults=100)["SecretList"]
    return {one["Name"]: deployment.secret(one["ARN"]) for one in listed}


def test_every_field_of_every_cell_arrives_in_class_form_and_in_dict_form(cells: Deployment) -> None:
    assert len(CELLS) == 11
    cells.program(PACK, *(cell.program(cell.classes) for cell in CELLS))
    preview = cells.project.preview().ok()
    assert sum("RFC 9700" in text for text in preview.messages("warning")) == 2
    cells.project.up().ok()

    made = connections(cells)
    for cell in CELLS:
        assert held(cells, made[cell.name]) == dict(cell.holds), cell.name
        assert set(made[cell.name]["outputs"]["managed_fields"].values()) == set(cell.holds), cell.name
    assert cells.project.outputs() == {cell.name: cell.status for cell in CELLS}

    values = stored_in_aws(cells)
    # One for each client secret, one more for Mail's other direction, one for each encrypted parameter.
    assert sorted(values.values()) == sorted([SECRET] * 11 + [ENVIRON["LICENCE"]] * 11 + ["literal-51b0"])
    kept = str(made)
    for value in (*NEVER_STORED.values(), ENVIRON["SIGNATURE_KEY"]):
        assert value not in kept
        assert cells.traces(cells.project.folder, value) == []
        assert cells.traces(cells.box.folder, value) == []  # neither Boomi nor AWS was sent it
    assert cells.traces(cells.box.folder, ENVIRON["LICENCE"]) != []

    cells.mark()
    cells.program(PACK, *(cell.program(cell.mapping) for cell in CELLS))
    again = cells.project.up("--expect-no-changes").ok()
    assert again.changes == {"same": len(CELLS) + 3}
    assert cells.requests() == []
    cells.project.refresh("--preview-only", "--expect-no-changes").ok()
    assert not set(cells.requests()) & {"EnvironmentExtensions UPDATE", "GetSecretValue", "PutSecretValue"}

    cells.project.destroy().ok()
    assert cells.overrides() == []
    assert len(cells.aws.list_secrets(MaxResults=100)["SecretList"]) == 0  # those scheduled for deletion are not listed


def test_a_connection_changes_its_grant_type_in_place_and_gives_the_other_fields_back(cells: Deployment) -> None:
    for cell in (*REST, REST[2]):
        at_erp = Cell("erp", "Sync", "ERP", cell.classes, cell.mapping, cell.holds, cell.status)
        cells.program(PACK, at_erp.program(at_erp.classes))
        up = cells.project.up().ok()
        assert set(up.ops["erp"]) <= {"create", "update"}
        made = connections(cells)["erp"]
        assert held(cells, made) == dict(cell.holds), cell.name
        assert made["outputs"]["status"] == cell.status
    cells.project.refresh("--preview-only", "--expect-no-changes").ok()


def test_a_connector_that_the_connection_is_not_of_is_refused_with_every_field(cells: Deployment) -> None:
    cells.program(PACK)
    cells.project.up().ok()
    queue = REST[2]
    cells.program(PACK, Cell("erp", "Sync", "Queue", queue.classes, "", {}, "").program(queue.classes))
    up = cells.project.up().failed()
    for name in ("base_url", "preemptive"):
        assert f"OAuthConnection 'erp': {name}: connection \"Queue\" does not declare field" in up.text
    assert cells.overrides() == []
    assert stored_in_aws(cells) == {}


CODE = (
    'RestClient(base_url="https://erp.example.com/v2", grant=AuthorizationCode(client_id="{client}", '
    'client_secret=Secret.env("CLIENT_SECRET"), authorization_url="https://login.example.com/oauth2/authorize", '
    'token_url="https://login.example.com/oauth2/token", scopes={scopes}))'
)


def test_a_consent_is_given_outlives_its_secret_and_is_needed_again_for_another_client(cells: Deployment) -> None:
    def up(client: str = "orders-sync", scopes: str = '["b", "a"]') -> Any:
        cells.program(PACK, REST[0].program(CODE.format(client=client, scopes=scopes)))
        return cells.project.up().ok()

    def status() -> str:
        return str(connections(cells)["rest_code"]["outputs"]["status"])

    up()
    assert status() == "awaiting_consent"
    place = cells.place("rest_code")
    cells.box.control.token(*place, REST_TOKEN)
    cells.project.refresh("--expect-no-changes").ok()
    assert up(scopes='"a b"').changes == {"same": 4}
    assert status() == "ready"

    cells.project.environ["CLIENT_SECRET"] = "rotated"
    assert up().step("rest_code").op == "update"
    assert status() == "ready"

    changed = up(client="other")
    assert set(changed.step("rest_code").diff) == {"authorization", "client_id"}
    assert status() == "reauthorization_required"
    cells.project.refresh("--preview-only", "--expect-no-changes").ok()
    assert up(client="other").changes == {"same": 4}
    up(client="orders-sync")
    assert status() == "ready"  # what the consent was given for
    up(client="other")
    assert status() == "reauthorization_required"

    cells.box.control.token(*place, REST_TOKEN, set=False)
    cells.project.refresh().ok()
    assert status() == "awaiting_consent"
    cells.box.control.token(*place, REST_TOKEN)
    cells.project.refresh().ok()
    assert status() == "ready"


def test_a_mail_connection_waits_for_both_directions(cells: Deployment) -> None:
    cells.program(PACK, MAIL.program(MAIL.classes))
    cells.project.up().ok()
    for token, status in zip(MAIL.token_fields, ("awaiting_consent", "ready"), strict=True):
        cells.box.control.token(*cells.place("mail"), token)
        cells.project.refresh("--expect-no-changes").ok()
        assert connections(cells)["mail"]["outputs"]["status"] == status

    # Without inbound it is the same as outbound: its fields and its secret go, and its token counts no more.
    outbound = MAIL.classes.split(", inbound=")[0] + ")"
    cells.program(PACK, MAIL.program(outbound))
    cells.project.up().ok()
    there = held(cells, connections(cells)["mail"])
    wanted = {id: value for id, value in MAIL.holds.items() if id.startswith("outbound")}
    assert {id: value for id, value in there.items() if id not in MAIL.token_fields} == wanted
    assert sorted(stored_in_aws(cells).values()) == sorted([SECRET, ENVIRON["LICENCE"]])
    cells.box.control.token(*cells.place("mail"), MAIL.token_fields[1], set=False)
    cells.project.up("--refresh", "--expect-no-changes").ok()
    assert connections(cells)["mail"]["outputs"]["status"] == "ready"


UNLISTED = (
    'RestClient(base_url="https://erp.example.com/v2", grant=UnlistedGrant("device_code", fields={'
    '"client_id": "orders-sync", "client_secret": Secret.env("CLIENT_SECRET"), "scopes": ["b", "a"], '
    '"device_url": "https://login.example.com/device"}))'
)
DEVICE_URL = 'field_ids={"device_url": "oauthContext/OAuth2Config/authorizationTokenEndpoint/@url"},'


def test_a_grant_type_that_the_table_does_not_have_is_written_and_warned_about(cells: Deployment) -> None:
    cells.program(PACK, REST[0].program(UNLISTED))
    assert "device_url" in cells.project.preview().failed().text
    cells.program(PACK, REST[0].program(UNLISTED, DEVICE_URL))
    warned = cells.project.preview().ok()
    assert any("device_code" in text for text in warned.messages("warning", "rest_code"))
    cells.project.up().ok()
    expected = {
        "url": "https://erp.example.com/v2",
        **sdk(
            "oauthContext",
            client_id="orders-sync",
            client_secret=SECRET,
            scope="a b",
            authorize="https://login.example.com/device",
        ),
    }
    made = connections(cells)["rest_code"]
    assert held(cells, made) == expected
    assert made["outputs"]["status"] == "awaiting_consent"
    cells.project.up("--refresh", "--expect-no-changes").ok()


def test_field_ids_move_a_value_to_another_field_in_place(cells: Deployment) -> None:
    text = (
        'warehouse = OAuthConnection("warehouse", attachment=there, process="Sync", connection="Warehouse", {more}'
        'connector=HttpClient(base_url="https://warehouse.example.com/v2", grant=ClientCredentials(client_id="w", '
        'client_secret=Secret.env("CLIENT_SECRET"), token_url="https://login.example.com/token")))'
    )
    cells.program(PACK, text.format(more=""))
    cells.project.up().ok()
    cells.program(PACK, text.format(more='field_ids={"client_id": "scope2"}, '))
    assert cells.project.up().ok().step("warehouse").op == "update"
    moved = held(cells, connections(cells)["warehouse"])
    assert "clientId2" not in moved
    assert moved["scope2"] == "w"
    cells.program(PACK, text.format(more='field_ids={"client_id": "clientIdentifier"}, '))
    assert 'does not declare field "clientIdentifier"' in cells.project.up().failed().text
    assert held(cells, connections(cells)["warehouse"]) == moved
