"""The schemas of a contract as components of its document."""

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from filegate.contracts.answers import Json
from filegate.contracts.schemas import Model, Schemas


class _Untitled(GenerateJsonSchema):
    """Pydantic repeats the name of every key as its title."""

    def field_title_should_be_set(self, _schema: object) -> bool:
        return False


def components(schemas: Schemas) -> Json:
    of_files = [schemas.File, schemas.FileList, schemas.Deleted, schemas.DownloadUrl]
    of_uploads = [schemas.Upload, schemas.UploadPart, schemas.UploadPartList, schemas.UploadPartUrls]
    of_batches = [schemas.Batch, schemas.BatchList]
    _, made = models_json_schema(
        [(model, "validation") for model in (*of_files, *of_uploads, *of_batches, *schemas.ERRORS)],
        ref_template="#/components/schemas/{model}",
        schema_generator=_Untitled,
    )
    definitions: Json = made["$defs"]
    return definitions


def reference(model: Model | str) -> Json:
    """To a model, or to one that every contract has under that name."""
    name = model if isinstance(model, str) else model.__name__
    return {"$ref": f"#/components/schemas/{name}"}
