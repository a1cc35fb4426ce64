"""What can be imported, field by field: its heading in our template and the names it goes by.

The templates, the recognition of headings, the checks and the exports are all made from this.
Source of the headings: practice 3.1 to 3.3; rule book 7.3.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_noop

from truongso.office.importing.kinds import (
    CHOICE,
    CLASS,
    DAY,
    DIGITS,
    FEMALE,
    FLAG,
    GRADE,
    LIST,
    MAIL,
    NAME,
    NUMBER,
    PHONE,
    SEX,
    SUBJECT,
    TEXT,
    WEEKDAY,
    YEAR,
)
from truongso.roster.models import PupilStatus


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its code, our heading, other headings (folded) it goes by, how its cells are read.

    `only`: recognised in this form alone, for short words that could mean anything.
    """

    code: str
    label: str
    reads: str
    names: tuple[str, ...] = ()
    required: bool = False
    most: int = 100
    digits: int = 0
    identity: bool = False
    choices: tuple[tuple[str, str, tuple[str, ...]], ...] = ()
    hint: str = ""
    template: bool = True


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be imported. `key`: the fields of which one at least names the thing."""

    code: str
    title: str
    about: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    personal: bool = False
    by_code: dict[str, Field] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_code.update({one.code: one for one in self.fields})


STATUSES = (
    (PupilStatus.STUDYING.value, gettext_noop("Đang học"), ("chuyen den", "nghi hoc xin hoc lai")),
    (PupilStatus.ON_LEAVE.value, gettext_noop("Tạm nghỉ học"), ("bao luu", "nghi hoc tam thoi")),
    (PupilStatus.MOVED_AWAY.value, gettext_noop("Chuyển đi"), ("chuyen truong", "da chuyen di")),
    (PupilStatus.DROPPED_OUT.value, gettext_noop("Thôi học"), ("bo hoc", "da thoi hoc")),
    (
        PupilStatus.COMPLETED.value,
        gettext_noop("Hoàn thành chương trình"),
        ("tot nghiep", "da tot nghiep", "hoan thanh", "ra truong"),
    ),
)
MOET = "ma dinh danh bo gd dt|ma dinh danh bo gd|ma dinh danh bo gddt|ma dinh danh bo|ma moet"
CITIZEN = (
    "so dinh danh ca nhan|so cccd|cccd|so cmnd cccd|so cccd ddcn|so ddcn|so cmnd|so can cuoc"
    "|so dinh danh|ma dinh danh ca nhan|so cmnd can cuoc|can cuoc cong dan|so cccd dinh danh"
)
NAMES = (
    "ho va ten|ho ten|ho va ten hoc sinh|ho ten hoc sinh|ten hoc sinh|ho va ten khai sinh"
    "|ho ten hs|ho va ten hs|ten hs"
)
BORN = "ngay sinh|ngay thang nam sinh|sinh ngay|ngay thang sinh|nam sinh hoc sinh"
CLASSES = "lop|lop hoc|ten lop|ma lop|lop hien tai"


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split("|"))


def _parent(code: str, who: str, folded_who: str, *, short: bool = False) -> tuple[Field, ...]:
    def names(*stems: str) -> tuple[str, ...]:
        return tuple(f"{stem} {word}" for stem in stems for word in folded_who.split("|"))

    all_ = (
        Field(f"{code}_name", f"Họ tên {who}", NAME, names("ho ten", "ho va ten", "ten")),
        Field(f"{code}_born", f"Năm sinh {who}", YEAR, names("nam sinh")),
        Field(f"{code}_job", f"Nghề nghiệp {who}", TEXT, names("nghe nghiep", "nghe")),
        Field(
            f"{code}_phone",
            f"Điện thoại {who}",
            PHONE,
            names("sdt", "dien thoai", "so dien thoai", "so dt"),
            most=20,
        ),
    )
    return (all_[0], all_[3]) if short else all_


PUPILS = Kind(
    "pupils",
    gettext_noop("Học sinh"),
    gettext_noop("Danh sách học sinh, lớp và hồ sơ của từng em."),
    (
        Field("moet_id", "Mã định danh Bộ GD&ĐT", DIGITS, _names(MOET + "|ma dinh danh"),
              digits=10, identity=True, hint=gettext_noop("10 chữ số")),
        Field("code", "Mã học sinh", TEXT, _names("ma hoc sinh|ma hs|ma so hoc sinh|ma so"),
              most=20, identity=True, hint=gettext_noop("Mã của trường; để trống thì được cấp")),
        Field("full_name", "Họ và tên", NAME, _names(NAMES), required=True),
        Field("family_name", "Họ và đệm", NAME,
              _names("ho|ho dem|ho va dem|ho va ten dem|ho lot|ho va chu lot"), template=False),
        Field("given_name", "Tên", NAME, ("ten",), template=False),
        Field("born_on", "Ngày sinh", DAY, _names(BORN), required=True),
        Field("sex", "Giới tính", SEX, _names("gioi tinh|gioi|nam nu|phai"), required=True,
              choices=(("m", "Nam", ()), ("f", "Nữ", ()))),
        Field("female", "Nữ (x)", FEMALE, ("nu",), template=False),
        Field("school_class", "Lớp", CLASS, _names(CLASSES)),
        Field("status", "Trạng thái", CHOICE,
              _names("trang thai|trang thai hs|trang thai hoc sinh|tinh trang"), choices=STATUSES),
        Field("citizen_id", "Số định danh cá nhân", DIGITS, _names(CITIZEN), digits=12,
              identity=True, hint=gettext_noop("12 chữ số")),
        Field("ethnicity", "Dân tộc", TEXT, ("dan toc",), most=40),
        Field("nationality", "Quốc tịch", TEXT, ("quoc tich",), most=40),
        Field("birthplace", "Nơi sinh", TEXT, _names("noi sinh|noi sinh chi tiet"), most=200),
        Field("hometown", "Quê quán", TEXT,
              _names("que quan|nguyen quan|tinh thanh que quan"), most=200),
        Field("residence", "Địa chỉ thường trú", TEXT,
              _names("dia chi thuong tru|ho khau thuong tru|ho khau|thuong tru"
                     "|to thon ho khau thuong tru"), most=200),
        Field("address", "Chỗ ở hiện nay", TEXT,
              _names("cho o hien nay|noi o|noi o hien nay|dia chi|dia chi tam tru"),
              most=200),
        Field("phone", "Số điện thoại liên hệ", PHONE,
              _names("so dien thoai lien he|sdt lien he|dien thoai|so dien thoai|sdt|lien lac"
                     "|sdt nhan tin nhan|so dt|dien thoai lien he"), most=20),
        *_parent("father", "cha", "cha|bo"),
        *_parent("mother", "mẹ", "me"),
        *_parent("guardian", "người giám hộ", "nguoi giam ho|nguoi bao ho|giam ho", short=True),
        Field("policy_group", "Diện chính sách", TEXT,
              _names("dien chinh sach|doi tuong chinh sach|chinh sach")),
        Field("disability", "Khuyết tật", TEXT,
              _names("khuyet tat|loai khuyet tat|k tat|dang khuyet tat")),
        Field("not_assessed", "Khuyết tật không đánh giá", FLAG, ("khuyet tat khong danh gia",)),
        Field("poor_household", "Hộ nghèo", FLAG, _names("ho ngheo|con ho ngheo")),
        Field("youth_union", "Đội, Đoàn", TEXT, _names("doi doan|doan doi|doan vien|doi vien"),
              most=20),
        Field("note", "Ghi chú", TEXT, ("ghi chu",), most=500),
    ),
    ("full_name", "moet_id", "code", "citizen_id"),
    personal=True,
)  # fmt: skip

STAFF = Kind(
    "staff",
    gettext_noop("Cán bộ, giáo viên"),
    gettext_noop("Danh sách người làm việc tại trường, tổ và hồ sơ."),
    (
        Field("code", "Mã cán bộ", TEXT,
              _names("ma can bo|ma cb|ma giao vien|ma gv|ma cbgvnv|ma nhan vien|ma so"),
              most=20, identity=True, hint=gettext_noop("Mã của trường; để trống thì được cấp")),
        Field("full_name", "Họ và tên", NAME,
              _names("ho va ten|ho ten|ho ten giao vien|ho va ten giao vien|ho ten can bo"
                     "|ho va ten can bo|giao vien|giaovien"), required=True),
        Field("family_name", "Họ và đệm", NAME,
              _names("ho|ho dem|ho va dem|ho va ten dem|ho lot|ho va chu lot"), template=False),
        Field("given_name", "Tên", NAME, ("ten",), template=False),
        Field("born_on", "Ngày sinh", DAY, _names(BORN)),
        Field("sex", "Giới tính", SEX, _names("gioi tinh|gioi|nam nu|phai"),
              choices=(("m", "Nam", ()), ("f", "Nữ", ()))),
        Field("female", "Nữ (x)", FEMALE, ("nu",), template=False),
        Field("department", "Tổ chuyên môn", TEXT,
              _names("to chuyen mon|to|to bo mon|to cm|thuoc to")),
        Field("position", "Vị trí việc làm", TEXT,
              _names("vi tri viec lam|chuc vu|chuc danh|nhom chuc vu|chuc danh chuc vu"), most=60),
        Field("email", "Email", MAIL, _names("email|e mail|thu dien tu|dia chi email"), most=254),
        Field("phone", "Điện thoại", PHONE,
              _names("dien thoai|dien thoai di dong|so dien thoai|sdt|so dt|di dong"), most=20),
        Field("moet_id", "Mã định danh Bộ GD&ĐT", DIGITS, _names(MOET + "|ma dinh danh"),
              digits=10, identity=True, hint=gettext_noop("10 chữ số")),
        Field("citizen_id", "Số định danh cá nhân", DIGITS, _names(CITIZEN), digits=12,
              identity=True, hint=gettext_noop("12 chữ số")),
        Field("ethnicity", "Dân tộc", TEXT, ("dan toc",), most=40),
        Field("address", "Nơi ở", TEXT, _names("noi o|dia chi|cho o hien nay|noi o hien nay"),
              most=200),
        Field("qualification", "Trình độ chuyên môn", TEXT, _names("trinh do chuyen mon|trinh do"
              "|trinh do dao tao|bang cap")),
        Field("major", "Chuyên ngành", TEXT, _names("chuyen nganh|chuyen nganh dao tao")),
        Field("rank", "Hạng chức danh nghề nghiệp", TEXT,
              _names("hang chuc danh nghe nghiep|hang|ngach hang|ma ngach")),
        Field("contract", "Loại hợp đồng", TEXT, _names("loai hop dong|hinh thuc hop dong")),
        Field("subjects", "Môn dạy", TEXT, _names("mon day|day mon|mon giang day"), most=200),
        Field("joined_sector_on", "Ngày vào ngành", DAY,
              _names("ngay vao nganh|ngay tuyen dung|vao nganh")),
        Field("note", "Ghi chú", TEXT, ("ghi chu",), most=500),
    ),
    ("full_name", "code"),
    personal=True,
)  # fmt: skip

CLASS_KIND = Kind(
    "classes",
    gettext_noop("Lớp"),
    gettext_noop("Các lớp của năm học, và ai chủ nhiệm lớp nào."),
    (
        Field("school_class", "Lớp", CLASS, _names(CLASSES), required=True),
        Field("grade", "Khối", GRADE, _names("khoi|khoi hoc|khoi lop"),
              hint=gettext_noop("6 đến 9; để trống thì lấy theo tên lớp")),
        Field("homeroom", "Giáo viên chủ nhiệm", NAME,
              _names("gvcn|giao vien chu nhiem|chu nhiem|gv chu nhiem|ho ten gvcn|ten gvcn"
                     "|ho va ten gvcn|gv cn|giao vien cn"),
              hint=gettext_noop("Người được giao nhiệm vụ chủ nhiệm lớp; để trống thì giữ nguyên")),
    ),
    ("school_class",),
)  # fmt: skip

ASSIGNMENTS = Kind(
    "assignments",
    gettext_noop("Phân công giảng dạy"),
    gettext_noop("Ai dạy môn gì ở lớp nào; mỗi dòng một giáo viên và môn, hoặc một lớp và môn."),
    (
        Field("staff", "Giáo viên", NAME,
              _names("giao vien|gv|giaovien|ho va ten|ho ten|ho ten giao vien|giao vien day"
                     "|ten giao vien|giao vien giang day"), required=True),
        Field("staff_code", "Mã cán bộ", TEXT,
              _names("ma can bo|ma giao vien|ma gv|ma cb"), most=20, identity=True),
        Field("subject", "Môn", SUBJECT,
              _names("mon|mon hoc|mon day|monvnedu|ten mon|mon giang day|bo mon"), required=True),
        Field("classes", "Lớp dạy", LIST,
              _names("lop|lop day|cac lop|dslopday|lop hoc|ten lop|lop giang day|danh sach lop"
                     "|lop phan cong"), required=True, most=300,
              hint=gettext_noop("Một hoặc nhiều lớp, cách nhau bằng dấu phẩy: 6A1, 6A2")),
    ),
    ("staff", "subject"),
)  # fmt: skip

TIMETABLE = Kind(
    "timetable",
    gettext_noop("Thời khóa biểu"),
    gettext_noop("Bảng thứ, tiết × lớp, hoặc danh sách từng tiết; thành một thời khóa biểu mới."),
    (
        Field("weekday", "Thứ", WEEKDAY, _names("thu|ngay|thu ngay|ngay thu"), required=True),
        Field("session", "Buổi", CHOICE, ("buoi",),
              choices=(("s", "Sáng", ("s", "buoi sang")), ("c", "Chiều", ("c", "buoi chieu")))),
        Field("period", "Tiết", NUMBER, _names("tiet|tiet hoc|tiet thu"), required=True),
        Field("school_class", "Lớp", CLASS, _names(CLASSES), required=True),
        Field("subject", "Môn", SUBJECT, _names("mon|mon hoc|ten mon"), required=True),
        Field("staff", "Giáo viên", NAME, _names("giao vien|gv|ho ten giao vien|giao vien day")),
    ),
    ("weekday", "period"),
)  # fmt: skip

PROGRAMMES = Kind(
    "programmes",
    gettext_noop("Phân phối chương trình"),
    gettext_noop("Các bài, số tiết và chủ đề của từng môn, từng khối."),
    (
        Field("subject", "Môn", SUBJECT, _names("mon|mon hoc|ten mon")),
        Field("grade", "Khối", GRADE, _names("khoi|lop|khoi lop")),
        Field("no", "Bài", NUMBER, _names("bai|bai so|so bai|thu tu bai|bai thu")),
        Field("title", "Tên bài", TEXT,
              _names("ten bai|ten bai hoc|bai hoc|noi dung|ten bai day|bai day|noi dung bai hoc"
                     "|noi dung bai day|ten chu de bai hoc"), required=True, most=200),
        Field("periods", "Số tiết", NUMBER, _names("so tiet|so tiet day|thoi luong"),
              required=True),
        Field("first_period", "Tiết", TEXT, _names("tiet|tiet thu|tiet ppct|thu tu tiet"), most=30,
              hint=gettext_noop("Tiết thứ mấy trong chương trình: 5 hoặc 5-6")),
        Field("week", "Tuần", TEXT, _names("tuan|thoi diem|tuan hoc"), most=30,
              hint=gettext_noop("Để trống thì xếp theo số tiết mỗi tuần")),
        Field("topic", "Chủ đề", TEXT, _names("chu de|chuong|chu de chuong|mach noi dung|phan"),
              most=200),
    ),
    ("title", "no"),
)  # fmt: skip

KINDS = {
    kind.code: kind for kind in (CLASS_KIND, PUPILS, STAFF, ASSIGNMENTS, TIMETABLE, PROGRAMMES)
}
