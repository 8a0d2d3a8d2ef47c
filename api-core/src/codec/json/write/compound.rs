//! The elements of lists and the members of objects.

use serde::Serialize;
use serde::ser::{
    SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant,
};
use serde_json::Error;

use super::key::{Key, Verbatim};
use super::writer::Writer;

/// The elements of a list.
#[derive(Debug)]
pub(crate) struct Elements<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
    /// What closes the list, and the variant around it.
    close: &'static str,
}

impl<'w> Elements<'w> {
    #[inline]
    pub(super) fn open(writer: &'w mut Writer, close: &'static str) -> Self {
        writer.byte(b'[');
        Self { writer, is_empty: true, close }
    }

    #[inline]
    fn element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        if !self.is_empty {
            self.writer.byte(b',');
        }
        self.is_empty = false;
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn finish(self) {
        self.writer.raw(self.close);
    }
}

/// The members of an object.
#[derive(Debug)]
pub(crate) struct Members<'w> {
    writer: &'w mut Writer,
    is_empty: bool,
    /// What closes the object, and the variant around it. Empty if the only member is JSON that is written as it is.
    close: &'static str,
}

impl<'w> Members<'w> {
    #[inline]
    pub(super) fn open(writer: &'w mut Writer, close: &'static str) -> Self {
        writer.byte(b'{');
        Self { writer, is_empty: true, close }
    }

    pub(super) fn verbatim(writer: &'w mut Writer) -> Self {
        Self { writer, is_empty: true, close: "" }
    }

    #[inline]
    fn separate(&mut self) {
        if !self.is_empty {
            self.writer.byte(b',');
        }
        self.is_empty = false;
    }

    #[inline]
    fn member<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        if self.close.is_empty() {
            return value.serialize(Verbatim(self.writer));
        }
        self.separate();
        self.writer.text(name);
        self.writer.byte(b':');
        value.serialize(&mut *self.writer)
    }

    #[inline]
    fn finish(self) {
        self.writer.raw(self.close);
    }
}

impl SerializeSeq for Elements<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeTuple for Elements<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeTupleStruct for Elements<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeTupleVariant for Elements<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.element(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.separate();
        key.serialize(Key(self.writer))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.writer.byte(b':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeStruct for Members<'_> {
    type Ok = ();
    type Error = Error;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.member(name, value)
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}

impl SerializeStructVariant for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Error> {
        self.member(name, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish();
        Ok(())
    }
}
